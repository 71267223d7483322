using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Every option means the same to every writer and builder.</summary>
public sealed class OptionsEverywhereTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Writers => AllWriters.Names;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Chunks_shards_and_compression_are_those_of_every_array(string writer)
    {
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.OfChunks(1, 2, 3), Compression = Compression.Gzip };
        await MakeAsync(writer, options);
        var arrays = await ArraysAsync();
        Assert.True(arrays.Count >= 2);
        Assert.All(arrays, array =>
        {
            Assert.Equal([1, 2, 2], array.InnerChunkShape);
            Assert.Equal(array.Shape == SmallImage.Shapes[0] ? [1, 4, 6] : [1, 4, 4], array.ChunkShape);
            Assert.Contains("gzip", array.Metadata.Codecs[0].Configuration!.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Checksums_are_at_the_end_of_every_chunk_of_every_array(string writer)
    {
        await MakeAsync(writer, Making.FewChunks with { Checksums = true });
        var arrays = await ArraysAsync();
        Assert.True(arrays.Count >= 2);
        Assert.All(arrays, array => Assert.Equal(["bytes", "blosc", "crc32c"], array.Metadata.Codecs.Select(codec => codec.Name)));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Extra_attributes_stand_in_the_outermost_group_alone_and_not_at_labels(string writer)
    {
        await MakeAsync(writer, Making.FewChunks with { ExtraAttributes = new() { ["lab"] = 42 } });
        var having = folder.Files().Where(file => Path.GetFileName(file) == "zarr.json" && Attributes(file)?.ContainsKey("lab") == true);
        Assert.Equal(AllWriters.AddsLabels(writer) ? [] : ["x.zarr/zarr.json"], having);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_exists_stays_unless_it_may_be_overwritten(string writer)
    {
        await MakeAsync(writer, Making.FewChunks);
        var before = folder.Snapshot();
        var other = new Making(folder["x.zarr"]) { Levels = SmallImage.Sources(100) };
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => AllWriters.MakeAsync(writer, other));
        Assert.Contains("Set Overwrite to replace it; nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
        var files = folder.Files();
        await AllWriters.MakeAsync(writer, other with { Options = Making.Overwriting });
        Assert.NotEqual(before, folder.Snapshot());
        Assert.Equal(files, folder.Files());
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_is_no_hierarchy_is_not_overwritten(string writer)
    {
        var place = Path.GetRelativePath(folder.Path, AllWriters.Replaced(writer, folder["x.zarr"]));
        await MakeAsync(writer, Making.FewChunks); // a group of labels must be one
        foreach (var file in new[] { "", "/notes.txt", "/.zgroup", "/zarr.json" })
        {
            Directory.Delete(folder[place], recursive: true);
            folder.Put(place + file);
            var before = folder.Snapshot();
            var error = await Assert.ThrowsAsync<DestinationExistsException>(() => MakeAsync(writer, Making.Overwriting));
            Assert.Contains(place, error.Message, StringComparison.Ordinal);
            Assert.Contains("is not a Zarr v3 hierarchy, so it is not replaced", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, folder.Snapshot());
            File.Delete(folder[place + file]);
            Directory.CreateDirectory(folder[place]);
        }

        await Assert.ThrowsAsync<DestinationExistsException>(() => MakeAsync(writer, Making.Overwriting)); // the empty folder
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Progress_counts_every_chunk_of_a_call_and_nothing_that_is_only_prepared(string writer)
    {
        var reports = new List<WriteProgress>();
        await MakeAsync(writer, Making.FewChunks with { Progress = new Listener(reports.Add) });
        if (AllWriters.Prepares(writer))
        {
            Assert.Empty(reports);
            return;
        }

        var chunks = folder.Files().Count(file => file.Contains("/c/", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, chunks).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal(chunks, report.ChunksTotal));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesWritten);
        var root = AllWriters.Root(writer, folder["x.zarr"]);
        Assert.All(reports, report => Assert.True(File.Exists(Path.Join(root, report.ArrayPath, "zarr.json")), report.ArrayPath));
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_is_cancelled_leaves_everything_as_it_was(string writer)
    {
        var cancelled = new Making(folder["x.zarr"]) { Token = new CancellationToken(canceled: true), Options = Making.Overwriting };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AllWriters.MakeAsync(writer, cancelled));
        Assert.Empty(folder.Snapshot());
        await MakeAsync(writer, Making.FewChunks);
        var before = folder.Snapshot();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AllWriters.MakeAsync(writer, cancelled));
        Assert.Equal(before, folder.Snapshot());
        for (var chunk = 1; chunk <= 3 && !AllWriters.Prepares(writer); chunk++)
        {
            using var source = new CancellationTokenSource();
            var listener = new Listener(now => CancelAt(now, chunk, source));
            var stopped = cancelled with { Token = source.Token, Options = Making.Overwriting with { Progress = listener } };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AllWriters.MakeAsync(writer, stopped));
            Assert.Equal(before, folder.Snapshot());
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task As_many_chunks_are_worked_on_at_the_same_time_as_allowed(string writer)
    {
        foreach (var allowed in new[] { 1, 2 })
        {
            var gate = new Gate(allowed);
            var options = Making.Overwriting with { MaxDegreeOfParallelism = allowed };
            await AllWriters.MakeAsync(writer, new Making(folder["x.zarr"]) { Options = options, Through = gate.Before });
            Assert.Equal(allowed, gate.Most);
        }
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task The_backend_gets_the_buffer_and_the_parallelism_that_are_allowed(string writer)
    {
        var backend = new RecordingBackend();
        await MakeAsync(writer, Making.FewChunks with { Backend = backend, MaxBufferedBytes = 12345, MaxDegreeOfParallelism = 7 });
        Assert.Equal((await ArraysAsync()).Count, backend.Created.Count);
        Assert.All(backend.Created, request => Assert.Equal(7, request.MaxDegreeOfParallelism));
        Assert.Equal(AllWriters.Prepares(writer) ? backend.Created.Count : 0, backend.Buffers.Count);
        Assert.All(backend.Buffers, buffer => Assert.Equal(12345, buffer.MaxBytes));
        Assert.True(backend.Buffers.Distinct().Count() <= 1, "each array has a buffer of its own");
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Metadata_is_completed_for_each_image_whose_pixels_are_written_and_for_no_labels(string writer)
    {
        var completed = 0;
        await MakeAsync(writer, Making.FewChunks with { CompleteMetadata = image => image with { ExtraMembers = new JsonObject { ["_number"] = Interlocked.Increment(ref completed) } } });
        var images = folder.Files().Where(file => Path.GetFileName(file) == "zarr.json" && Attributes(file)?["ome"] is JsonObject ome && ome.ContainsKey("_number"));
        Assert.Equal(completed, images.Count());
        Assert.All(images, image => Assert.DoesNotContain("labels", image, StringComparison.Ordinal));
        Assert.Equal(AllWriters.Prepares(writer) || AllWriters.AddsLabels(writer), completed == 0);
    }

    private Task MakeAsync(string writer, WriteOptions options) => AllWriters.MakeAsync(writer, new Making(folder["x.zarr"]) { Options = options });

    private static void CancelAt(WriteProgress now, int chunk, CancellationTokenSource source)
    {
        if (now.ChunksWritten == chunk)
        {
            source.Cancel();
        }
    }

    private JsonObject? Attributes(string file) => JsonNode.Parse(File.ReadAllBytes(folder[file]))!["attributes"]?.AsObject();

    private async Task<List<ZarrArray>> ArraysAsync()
    {
        var arrays = new List<ZarrArray>();
        foreach (var node in folder.Files().Where(file => Path.GetFileName(file) == "zarr.json").Select(file => Path.GetDirectoryName(folder[file])!))
        {
            if (OmeZarr.Writing.Places.Destination.IsGroup(node) == false)
            {
                arrays.Add(await ZarrArray.OpenAsync(node));
            }
        }

        return arrays;
    }
}
