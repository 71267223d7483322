using TestKit;
using Xunit;

namespace OmeZarr.Viewer.Tests;

/// <summary>What large plates and images cost: requests and bytes are counted.</summary>
public sealed class LargeTests
{
    private const string Whole = "api/tile?level=9&x=0&y=0";
    private const string Full = "api/tile?level=16&x=58&y=39";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plate_of_1536_wells_is_opened_by_its_own_document()
    {
        var store = await LargeStores.PlateAsync();
        await using var served = await Served.StartAsync(LargeStores.LocationOf(store));
        var root = await served.JsonAsync("api/root");
        Assert.Equal(1536, root["node"]!["plate"]!["wells"]!.AsArray().Count);
        Assert.InRange(store.Reads.Count, 1, 4);
        Assert.All(store.Reads, read => Assert.Equal("large.ome.zarr/zarr.json", read.Key));
        var first = await CountAsync(store, () => served.PngAsync("api/thumbnail?path=A/1&size=32"));
        var last = await CountAsync(store, () => served.PngAsync("api/thumbnail?path=AF/48&size=32"));
        Assert.Equal(first, last);
        Assert.InRange(last, 4, 8); // the documents of the well, the field and its level, and the chunk
    }

    [Fact]
    public async Task With_small_levels_every_tile_reads_a_few_chunks()
    {
        var store = await LargeStores.ImageAsync(hasLevels: true, hasWindow: true);
        await using var served = await Served.StartAsync(LargeStores.LocationOf(store));
        var image = await served.JsonAsync("api/image");
        Assert.Equal((60_000, 40_000, 16), ((int)image["pyramid"]!["width"]!, (int)image["pyramid"]!["height"]!, (int)image["pyramid"]!["maxLevel"]!));
        Assert.Empty(Chunks(store));
        await served.PngAsync(Whole);
        Assert.Equal(["7/c/0/0"], Chunks(store));
        await served.PngAsync(Full);
        Assert.Equal(["0/c/19/29", "7/c/0/0"], Chunks(store));
        await served.JsonAsync("api/histogram?channel=0");
        Assert.Equal(["0/c/19/29", "6/c/0/0", "7/c/0/0"], Chunks(store));
        Assert.InRange(store.Reads.Sum(read => read.Bytes), 1, 4 * 2 * 1024 * 1024);
    }

    [Fact]
    public async Task Without_small_levels_the_windows_are_measured_in_parts_and_tiles_of_full_resolution_come_at_once()
    {
        var store = await LargeStores.ImageAsync(hasLevels: false, hasWindow: false);
        await using var served = await Served.StartAsync(LargeStores.LocationOf(store));
        var image = await served.JsonAsync("api/image");
        Assert.Equal(16, Chunks(store).Count);
        Assert.InRange((double)image["channels"]![0]!["window"]!["end"]!, 300, 2046);
        using var client = new HttpClient();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var whole = client.GetAsync(new Uri(served.Server.Address, Whole), impatience.Token);
        while (Chunks(store).Count <= 32)
        {
            await Task.Delay(20, Cancel);
        }

        await served.PngAsync(Full);
        Assert.Contains("0/c/19/29", Chunks(store));
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => whole);
        await RestAsync(store);
        Assert.InRange(Chunks(store).Count, 33, (59 * 40) - 1); // nobody waits for the others
    }

    private static async Task<int> CountAsync(AliasStore store, Func<Task> work)
    {
        var before = store.Reads.Count;
        await work();
        return store.Reads.Count - before;
    }

    /// <summary>Waits until nothing is read any more.</summary>
    private static async Task RestAsync(AliasStore store)
    {
        for (var last = -1; store.Reads.Count != last;)
        {
            last = store.Reads.Count;
            await Task.Delay(1000, Cancel);
        }
    }

    private static List<string> Chunks(AliasStore store) =>
        [.. store.Reads.Select(read => read.Key["large.ome.zarr/".Length..]).Where(key => key.Contains("/c/", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
}
