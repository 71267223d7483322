using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>A folder, pipe, socket or device in the place of a document is an error at once, for readers and for writers; never a wait.</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => NoFile.Kinds;

    public static TheoryData<string, string> WritersAndKinds => new(AllWriters.Names.SelectMany(writer => NoFile.Kinds.Select(kind => ((string)writer, (string)kind))));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_image_is_not_opened(string kind)
    {
        await AllWriters.MakeAsync("image", new Making(folder["x"]));
        await RequireUnreadableAsync(kind, "x/1/zarr.json", () => OmeImage.OpenAsync(folder["x"]));
        await RequireUnreadableAsync(kind, "x/zarr.json", () => OmeImage.OpenAsync(folder["x"]), () => OmeStore.OpenAsync(folder["x"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_is_one_of_version_0_4(string kind)
    {
        folder.Put("x/.zgroup", """{"zarr_format":2}""");
        await RequireUnreadableAsync(kind, "x/.zattrs", () => OmeImage.OpenAsync(folder["x"]), () => OmeStore.OpenAsync(folder["x"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_is_a_plate_nor_a_well(string kind)
    {
        await AllWriters.MakeAsync("plate", new Making(folder["x"]));
        await RequireUnreadableAsync(kind, "x/A/1/zarr.json", async () => await (await OmePlate.OpenAsync(folder["x"])).OpenWellAsync("A", "1"));
        await RequireUnreadableAsync(kind, "x/zarr.json", () => OmePlate.OpenAsync(folder["x"]), () => OmeStore.OpenAsync(folder["x"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Neither_is_a_collection_nor_its_description(string kind)
    {
        await AllWriters.MakeAsync("collection", new Making(folder["x"]));
        await RequireUnreadableAsync(kind, "x/OME/METADATA.ome.xml", async () => await (await OmeCollection.OpenAsync(folder["x"])).ReadOmeXmlAsync());
        await RequireUnreadableAsync(kind, "x/OME/zarr.json", () => OmeCollection.OpenAsync(folder["x"]));
        await RequireUnreadableAsync(kind, "x/zarr.json", () => OmeCollection.OpenAsync(folder["x"]));
    }

    [Theory]
    [MemberData(nameof(WritersAndKinds))]
    public async Task Nothing_is_written_in_its_place_or_below_it(string writer, string kind)
    {
        await NoFile.PutAsync(kind, folder["root/zarr.json"]);
        var own = AllWriters.AddsLabels(writer) ? "own/x/labels/zarr.json" : "own/x/zarr.json";
        await NoFile.PutAsync(kind, folder[own]);
        foreach (var (path, document) in new[] { ("root/x", "root/zarr.json"), ("own/x", own) })
        {
            var error = await Assert.ThrowsAnyAsync<IOException>(() => NoFile.SoonAsync(() => AllWriters.MakeAsync(writer, new Making(folder[path]) { Options = Making.Overwriting })));
            NoFile.RequireNamed(kind, folder[document], error.Message);
        }

        Assert.Equal(["own", "root"], folder.Names());
        Assert.False(Directory.Exists(folder["root/x"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_is_added_to_a_plate_or_collection_that_lists_its_parts_there(string kind)
    {
        foreach (var (writer, document) in new[] { ("plate, builder", "zarr.json"), ("plate, builder", "A/1/zarr.json"), ("collection, builder", "OME/zarr.json") })
        {
            var root = folder[Guid.NewGuid().ToString("N")];
            await AllWriters.MakeAsync(writer, new Making(root));
            await NoFile.PutAsync(kind, Path.Join(root, document));
            var appending = Making.FewChunks with { Existing = ExistingHierarchy.Append, Overwrite = true };
            var error = await Assert.ThrowsAnyAsync<IOException>(() => NoFile.SoonAsync(() => AllWriters.MakeAsync(writer, new Making(root) { Options = appending })));
            NoFile.RequireNamed(kind, Path.Join(root, document), error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Leftovers_are_cleaned_without_waiting_for_their_note(string kind)
    {
        var leftover = folder[".x.zarr.0123456789abcdef.partial"];
        var note = Path.Join(leftover, "destination");
        Directory.CreateDirectory(Path.Join(leftover, "old00"));
        await NoFile.PutAsync(kind, note);
        IReadOnlyList<Leftover> found = [];
        await NoFile.SoonAsync(async () => found = await OmeWriter.CleanAsync(folder.Path, force: true));
        Assert.Equal(LeftoverState.Failed, Assert.Single(found).State);
        NoFile.RequireNamed(kind, note, found[0].Problem!);
    }

    private async Task RequireUnreadableAsync(string kind, string document, params Func<Task>[] opens)
    {
        await NoFile.PutAsync(kind, folder[document]);
        foreach (var open in opens)
        {
            await NoFile.RequireErrorAsync(kind, folder[document], open);
        }
    }
}
