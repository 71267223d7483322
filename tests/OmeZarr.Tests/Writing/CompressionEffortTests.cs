using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

public sealed class CompressionEffortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_effort_that_a_compression_asks_for_reaches_the_engine_and_leaves_no_trace_in_the_metadata()
    {
        var adaptive = await WriteAsync("adaptive.zarr", Compression.BloscZstd);
        var nominal = await WriteAsync("nominal.zarr", Compression.BloscZstd.WithReferenceEffort());
        Assert.NotEqual(adaptive.Chunk, nominal.Chunk);
        Assert.Equal(adaptive.Metadata, nominal.Metadata);
        Assert.Equal(adaptive.Pixels, nominal.Pixels);
    }

    private async Task<(byte[] Chunk, string Metadata, ushort[] Pixels)> WriteAsync(string name, Compression compression)
    {
        var random = new Random(5);
        var noise = Enumerable.Range(0, 512 * 512).Select(_ => (ushort)(1000 + random.Next(60) + random.Next(60))).ToArray();
        var image = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
        await OmeWriter.WriteImageAsync(
            folder[name], image, ArraySource.FromMemory<ushort>(noise, [512, 512]), new WriteOptions { Compression = compression });
        var pixels = await (await ZarrArray.OpenAsync(folder[$"{name}/0"])).ReadAsync<ushort>();
        Assert.Equal(noise, pixels);
        return (await File.ReadAllBytesAsync(folder[$"{name}/0/c/0/0"]), await File.ReadAllTextAsync(folder[$"{name}/0/zarr.json"]), pixels);
    }
}
