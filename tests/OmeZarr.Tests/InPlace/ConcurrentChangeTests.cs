using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.InPlace;

/// <summary>Several writers change the documents of one hierarchy in a store without locks.</summary>
public sealed class ConcurrentChangeTests
{
    private static readonly StorePrefix Root = new("lab/plates/p.zarr");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_at_any_moment_of_ours_is_kept()
    {
        var moments = 0;
        for (var moment = 1; ; moment++)
        {
            var (store, requests) = (await ImageAsync(), 0);
            var watched = new FaultyRequests(store, (_, key) =>
            {
                if (key.EndsWith("p.zarr/zarr.json", StringComparison.Ordinal) && ++requests == moment)
                {
                    Edit(store, json => json["attributes"]!["theirs"] = 1);
                }

                return null;
            });
            await SetAsync(watched, new ImageChanges { Name = "ours" });
            var json = Document(store);
            Assert.Equal("ours", (string?)json["attributes"]!["ome"]!["multiscales"]![0]!["name"]);
            if (requests < moment)
            {
                Assert.True(moments >= 4, $"{moments} requests");
                return;
            }

            Assert.Equal(1, (int?)json["attributes"]!["theirs"]);
            moments++;
        }
    }

    [Fact]
    public async Task Many_writers_lose_no_change()
    {
        var store = await ImageAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() => SetAsync(FaultyRequests.Yielding(store), number % 3 == 0
            ? new ImageChanges { Scale = new Dictionary<string, double> { ["yx"[number / 3 % 2].ToString()] = 2 + number } }
            : new ImageChanges { Name = $"name {number}" }).ContinueWith(_ => Edit(store, json => json["attributes"]![$"other {number}"] = true), Cancel), Cancel)));
        var json = Document(store);
        Assert.Equal(12, json["attributes"]!.AsObject().Count(member => member.Key.StartsWith("other ", StringComparison.Ordinal)));
        var image = await OmeImage.OpenAsync(store, Root, cancellationToken: Cancel);
        Assert.All(image.Multiscale.PixelSize(0), size => Assert.NotEqual(1, size));
        Assert.StartsWith("name ", image.Multiscale.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_never_stays_is_given_up()
    {
        var store = await ImageAsync();
        var watched = new FaultyRequests(store, (_, key) =>
        {
            if (key.EndsWith("p.zarr/zarr.json", StringComparison.Ordinal))
            {
                Edit(store, json => json["attributes"]!["count"] = 1 + ((int?)json["attributes"]!["count"] ?? 0));
            }

            return null;
        });
        var error = await Assert.ThrowsAsync<IOException>(() => SetAsync(watched, new ImageChanges { Name = "ours" }));
        Assert.Contains("other writers have changed lab/plates/p.zarr 50 times", error.Message, StringComparison.Ordinal);
        Assert.NotEqual("ours", (string?)Document(store)["attributes"]!["ome"]!["multiscales"]![0]!["name"]);
    }

    [Fact]
    public async Task Copies_in_groups_above_the_hierarchy_are_dropped()
    {
        var store = await ImageAsync();
        await PutAsync(store, "lab/plates/zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"kept":1},"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}}""");
        await PutAsync(store, "zarr.json", """{"zarr_format":3,"node_type":"group","consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}}""");
        var changed = await SetAsync(store, new ImageChanges { Name = "ours" });
        Assert.Equal(["..", ""], changed.Select(document => document.NodePath));
        Assert.DoesNotContain("consolidated", Document(store, "lab/plates/zarr.json").ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("consolidated", Document(store, "zarr.json").ToJsonString(), StringComparison.Ordinal); // lab is no group, so this is another hierarchy
    }

    private static Task<IReadOnlyList<DocumentFix>> SetAsync(IStore store, ImageChanges changes) => OmeMetadataEditor.SetAsync(StoreLocation.In(store, Root), changes, null, false, Cancel);

    private static async Task<MemoryStore> ImageAsync()
    {
        var store = new MemoryStore();
        using var folder = new TemporaryFolder();
        await OmeWriter.WriteImageAsync(folder["p.zarr"], Image.FromDimensions([new("y"), new("x")], "theirs"), new ushort[8, 8].AsSource(), cancellationToken: Cancel);
        foreach (var file in folder.Files())
        {
            await store.SetAsync(new StorePrefix("lab/plates").Key(file), await File.ReadAllBytesAsync(folder[file], Cancel), Cancel);
        }

        return store;
    }

    private static JsonObject Document(MemoryStore store, string key = "lab/plates/p.zarr/zarr.json")
    {
        using var value = store.GetAsync(new StoreKey(key), Cancel).AsTask().GetAwaiter().GetResult();
        return JsonNode.Parse(value!.Memory.Span)!.AsObject();
    }

    /// <summary>Another writer, which changes documents on condition, too.</summary>
    private static void Edit(MemoryStore store, Action<JsonObject> change)
    {
        var key = Root.Key("zarr.json");
        bool isDone;
        do
        {
            var (bytes, version) = store.GetVersionedRangeAsync(key, ByteRange.FromOffset(0), Cancel).AsTask().GetAwaiter().GetResult()!.Value;
            using (bytes)
            {
                var json = JsonNode.Parse(bytes.Memory.Span)!.AsObject();
                change(json);
                isDone = store.TryReplaceAsync(key, Encoding.UTF8.GetBytes(json.ToJsonString()), version!, Cancel).AsTask().GetAwaiter().GetResult();
            }
        }
        while (!isDone);
    }

    private static async Task PutAsync(MemoryStore store, string key, string text) => await store.SetAsync(new StoreKey(key), Encoding.UTF8.GetBytes(text), Cancel);
}
