using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Validation;

/// <summary>What the writers write is valid with all its chunks, in every compression, with shards and without.</summary>
public sealed class WrittenChunksTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, bool> Layouts => [.. from compression in Compression.All from shards in new[] { "none", "auto", "two" } from checksums in new[] { false, true } select (compression.Name, shards, checksums)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task An_image_is_valid_with_all_its_chunks(string compression, string shards, bool checksums)
    {
        var options = new WriteOptions
        {
            Chunks = ChunkShape.Of(1, 16, 16),
            Shards = shards switch { "none" => ShardShape.None, "auto" => ShardShape.Auto, _ => ShardShape.OfChunks(1, 2, 2) },
            Compression = Compression.FromName(compression),
            Checksums = checksums,
        };
        var random = new Random(1);
        IArraySource[] levels = [Noise(random, 2, 50, 70), Noise(random, 2, 25, 35)];
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Images.With(Images.Cyx), levels, options);
        await RequireAsync("image.zarr", 2 * (shards == "none" ? 20 + 6 : 1));
    }

    [Fact]
    public async Task A_plate_with_labels_is_valid_with_all_its_chunks()
    {
        var label = new Label("cells", new LabelImage { Multiscales = SmallImage.Metadata.Multiscales, ImageLabel = new ImageLabel() }, SmallImage.Sources(50));
        await OmeWriter.WritePlateAsync(
            folder["plate.zarr"],
            [SmallPlate.Well("A/1", new Field("0", SmallImage.Metadata, SmallImage.Sources()) { Labels = [label] }), SmallPlate.Well("B/2", new Field("0", SmallImage.Metadata, SmallImage.Sources()))],
            null,
            SmallImage.Chunked);
        await RequireAsync("plate.zarr", 3);
    }

    private static IArraySource Noise(Random random, int channels, int height, int width) =>
        ArraySource.FromMemory<ushort>(Enumerable.Range(0, channels * height * width).Select(_ => (ushort)random.Next(1, 4000)).ToArray(), [channels, height, width]);

    private async Task RequireAsync(string name, int leastChunks)
    {
        var report = await OmeStoreValidator.ValidateAsync(folder[name], new ValidationOptions { Data = DataCheck.All });
        Assert.DoesNotContain(report.Findings, finding => finding.Severity != Severity.Advice);
        Assert.DoesNotContain(report.Findings, finding => finding.RuleId is not "chunks-absent" && finding.RuleId.StartsWith("chunk", StringComparison.Ordinal));
        Assert.InRange(report.ChunksChecked, leastChunks, int.MaxValue);
    }
}
