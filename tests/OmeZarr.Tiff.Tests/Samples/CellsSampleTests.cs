using System.Security.Cryptography;
using MakeSamples;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Samples;

public sealed class CellsSampleTests : IDisposable
{
    private static readonly string Shipped = Path.Join(SharedData.RepositoryRoot, "samples", CellsSample.FileName);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_shipped_file_is_what_the_generator_writes()
    {
        CellsSample.Write(folder[CellsSample.FileName]);
        var expected = File.ReadAllBytes(folder[CellsSample.FileName]);
        Assert.InRange(expected.Length, 10_000, 200_000);
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(Shipped)), "dotnet run --project samples/make-samples -- samples");
    }

    [Fact]
    public async Task It_is_a_hyperstack_with_sizes()
    {
        using var tiff = TiffImage.Open(Shipped);
        Assert.Equal("czyx", tiff.AxisNames);
        Assert.Equal([2, 4, 96, 128], tiff.Shape);
        Assert.Equal(DataType.UInt16, tiff.DataType);
        Assert.Null(tiff.PixelSizes[0]);
        Assert.Equal(new PhysicalSize(1.5, "micrometer"), tiff.PixelSizes[1]);
        Assert.Equal(new PhysicalSize(0.25, "micrometer"), tiff.PixelSizes[2]);
        Assert.Equal(new PhysicalSize(0.25, "micrometer"), tiff.PixelSizes[3]);
        var values = await tiff.ReadAllAsync();
        // Computed by a program of its own: LZW and the differences undone in Python.
        Assert.Equal("f0ea54a380c4254e342cc78e26494416b24ab1e446a44c0739945f59b23f3e43", Convert.ToHexStringLower(SHA256.HashData(values)));
    }
}
