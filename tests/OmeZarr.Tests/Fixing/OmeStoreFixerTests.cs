using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Fixing;

/// <summary>Repairs in stores: each runs on a copy of the folder in a store in memory, which comes back to it.</summary>
/// <param name="good">A plate without any finding.</param>
public sealed class StoredHierarchyFixerTests(GoodPlate good) : OmeStoreFixerContract(good, isFolder: false);

/// <summary>Repairs in folders.</summary>
/// <param name="good">A plate without any finding.</param>
public sealed class OmeStoreFixerTests(GoodPlate good) : OmeStoreFixerContract(good, isFolder: true)
{
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_write_that_fails_leaves_the_old_document(string name)
    {
        await WriteAsync();
        var fault = Faults.Single(one => one.Name == name);
        Edit(fault.Document, fault.Change);
        var before = Contents();
        await Assert.ThrowsAsync<IOException>(() => OmeStoreFixer.FixAsync(Root, [fault.Rule], false, path => FaultyStore.AtWrite(new FileSystemStore(path), 1), Cancel));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task The_lists_of_others_are_changed_under_their_locks()
    {
        await WriteAsync();
        Edit("A/1", json => Ome(json)["version"] = "v0.5");
        Edit("B/2", json => Ome(json)["version"] = "v0.5");
        await using var plate = new PlateBuilder(Root, null, SmallImage.Chunked with { Existing = ExistingHierarchy.Append });
        await Task.WhenAll(plate.WriteAsync("C/3", 9, Cancel), FixAsync(dryRun: false, "version"));
        Assert.Equal(["A/1", "A/2", "B/2", "C/3"], (await SmallPlate.ReadAsync(Root)).Wells.Select(well => well.Path));
    }
}
