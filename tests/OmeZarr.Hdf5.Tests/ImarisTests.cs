using System.Runtime.InteropServices;
using OmeZarr.Files;
using OmeZarr.Hdf5.Files;
using OmeZarr.ImageFormats.Tests;
using PureHDF;
using TestKit;
using Xunit;

namespace OmeZarr.Hdf5.Tests;

public sealed class ImarisTests : IDisposable
{
    private static readonly int[] Shape = [3, 2, 3, 7, 9];

    private readonly TemporaryFolder folder = new();
    private readonly Hdf5Format format = new();

    private static ushort[] Pixels => Samples.Numbers(3 * 2 * 3 * 7 * 9);

    private string Path => folder["a.ims"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pixels_without_padding_sizes_places_times_and_channels()
    {
        Samples.WriteImaris(Path, Pixels, Shape);
        using var file = format.Open(Path);
        Assert.Equal("Imaris", file.Format);
        Assert.Empty(file.Findings);
        var image = Assert.Single(file.Images);
        Assert.Equal(("tczyx", "cells"), (image.Axes, image.Name));
        Assert.Equal([3, 2, 3, 7, 9], image.Pixels.Shape);
        Assert.Equal(MemoryMarshal.AsBytes<ushort>(Pixels).ToArray(), await image.Pixels.ReadAllAsync());
        await image.Pixels.RequirePartsAsync(new Random(1));
        Assert.Equal([new PhysicalSize(5, "second"), null, new(2, "micrometer"), new(0.25, "micrometer"), new(0.5, "micrometer")], image.PixelSizes);
        Assert.Equal([null, null, new FilePosition(-2, "micrometer"), null, new FilePosition(10.25, "micrometer")], image.Position);
        Assert.Equal(
            [
                new FileChannel { Name = "DAPI", Color = "0000FF", Window = (10, 300.5), EmissionWavelength = 509 },
                new FileChannel { Name = "GFP", Color = "008000", Window = (10, 300.5), EmissionWavelength = 509 },
            ],
            image.Channels);
    }

    [Fact]
    public async Task Smaller_levels()
    {
        Samples.WriteImaris(Path, Pixels, Shape);
        using var file = format.Open(Path);
        var level = Assert.Single(file.Images[0].Levels);
        Assert.Equal([3, 2, 3, 4, 5], level.Shape);
        var values = MemoryMarshal.Cast<byte, ushort>(await level.ReadAllAsync()).ToArray();
        ushort[] expected = [.. from i in Enumerable.Range(0, 18) from y in Enumerable.Range(0, 4) from x in Enumerable.Range(0, 5) select (ushort)((i * 63) + (y * 2 * 9) + (x * 2))];
        Assert.Equal(expected, values);
    }

    [Fact]
    public void One_time_point_channel_and_slice_are_no_axes()
    {
        Samples.WriteImaris(Path, Samples.Numbers(63), [1, 1, 1, 7, 9]);
        using var file = format.Open(Path);
        Assert.Equal("yx", file.Images[0].Axes);
        Assert.Equal([7, 9], file.Images[0].Pixels.Shape);
        Assert.Equal("DAPI", Assert.Single(file.Images[0].Channels).Name);
    }

    [Fact]
    public async Task A_missing_channel_reads_as_zeros_and_is_told()
    {
        Samples.WriteImaris(Path, Pixels, Shape, root => ((H5Group)((H5Group)((H5Group)root["DataSet"])["ResolutionLevel 0"])["TimePoint 1"]).Remove("Channel 1"));
        using var file = format.Open(Path);
        Assert.Equal(
            [
                new FileFinding(FileFindingKind.Missing, "time point 1, channel 1 is missing and reads as zeros"),
            ],
            file.Findings);
        var values = MemoryMarshal.Cast<byte, ushort>(await file.Images[0].Pixels.ReadAllAsync()).ToArray();
        var expected = Pixels;
        Array.Clear(expected, 3 * 189, 189);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void What_is_left_out_or_guessed_is_told()
    {
        Samples.WriteImaris(Path, Pixels, Shape, root =>
        {
            root["Scene8"] = new H5Group();
            var info = (H5Group)root["DataSetInfo"];
            ((H5Group)info["Channel 1"]).Attributes["ColorMode"] = Samples.Texts(("a", "TableColor"))["a"];
            ((H5Group)info["TimeInfo"]).Attributes["TimePoint3"] = Samples.Texts(("a", "2026-01-01 10:01:00.000"))["a"];
        });
        using var file = format.Open(Path);
        Assert.Equal(
            [
                "the time points are 5 to 55 seconds apart; the mean is taken", "the colour table of channel 1 is left out", "the scene (spots, surfaces and other objects) is left out",
            ],
            file.Findings.Select(finding => finding.Message));
        Assert.Null(file.Images[0].Channels[1].Color);
    }

    [Fact]
    public async Task Each_chunk_is_decoded_once_however_it_is_read()
    {
        Samples.WriteImaris(Path, Pixels, Shape);
        using var file = format.Open(Path);
        var pixels = file.Images[0].Pixels;
        await Parallel.ForAsync(0, 9, TestContext.Current.CancellationToken, async (x, _) => await pixels.ReadAsync(new Zarr.Region([0, 0, 0, 0, x], [3, 2, 3, 7, 1])));
        Assert.Equal(3 * 2 * 2 * 2 * 3, ((Hdf5ImageFile)file).DecodedChunks);
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_file()
    {
        Samples.WriteImaris(Path, Samples.Numbers(63), [1, 1, 1, 7, 9]);
        await format.RequireSafeAsync(folder["bad.ims"], await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken), new Random(3));
    }
}
