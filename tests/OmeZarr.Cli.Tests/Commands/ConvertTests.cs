using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed partial class ConvertTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Output => folder["øut put.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_summary_is_one_line()
    {
        var text = await Run.OutputOf("convert", TestFiles.Cells, Output);
        Assert.Equal($"{Output}  2 x 4 x 96 x 128 uint16 (c, z, y, x)   197 kB → # kB   # s\n", Stored().Replace(text, "→ # kB   # s"));
    }

    [Fact]
    public async Task The_summary_as_JSON_has_every_number()
    {
        var summary = JsonNode.Parse(await Run.OutputOf("convert", TestFiles.Cells, Output, "--json", "--chunks", "1,2,64,64"))!.AsObject();
        var stored = new DirectoryInfo(Output).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.Equal(["path", "axes", "shape", "dataType", "chunks", "shards", "labels", "bytesIn", "bytesStored", "seconds"], summary.Select(member => member.Key));
        Assert.Equal(Output, (string?)summary["path"]);
        Assert.Equal("""[["c","z","y","x"],[2,4,96,128],"uint16",[1,2,64,64],196608]""", new JsonArray([.. new[] { "axes", "shape", "dataType", "chunks", "bytesIn" }.Select(name => summary[name]!.DeepClone())]).ToJsonString());
        Assert.Equal(stored, (long?)summary["bytesStored"]);
        Assert.True((double)summary["seconds"]! >= 0);
    }

    [Fact]
    public async Task Pixel_sizes_and_units_come_from_the_file()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output);
        var image = await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 1.5, 0.25, 0.25], image.Levels[0].PixelSize);
        Assert.Equal([null, "micrometer", "micrometer", "micrometer"], image.Axes.Select(axis => axis.Unit));
        Assert.Equal("øut put", image.Multiscale.Name);
    }

    [Fact]
    public async Task Options_go_before_what_the_file_says()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output, "--scale", "z=2,x=0.5", "--unit", "nanometer", "--name", "my 細胞", "--channel-names", "DAPI, Grün");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 0.25, 0.5], image.Levels[0].PixelSize);
        Assert.Equal([null, "nanometer", "nanometer", "nanometer"], image.Axes.Select(axis => axis.Unit));
        Assert.Equal("my 細胞", image.Multiscale.Name);
        Assert.Equal(["DAPI", "Grün"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
    }

    [Fact]
    public async Task Channels_get_a_complete_omero_block_with_windows_of_their_pixels()
    {
        var (first, second) = (TestFiles.WriteGray<ushort>(folder["d0.tif"], 2, 5, 900, 7, 8), TestFiles.WriteGray<ushort>(folder["d1.tif"], 2, 3, 3, 3, 3));
        await Run.OutputOf("convert", first, second, Output, "--stack", "c", "--chunks", "1,1,2");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken);
        OmeroWindow[] windows = [new() { Min = 0, Start = 5, Max = 65535, End = 900 }, new() { Min = 0, Start = 0, Max = 65535, End = 3 }];
        Assert.Equal(Omero.FromChannels(["d0", "d1"], windows), image.Metadata.Omero);
        Assert.DoesNotContain(image.Metadata.Validate(), finding => finding.RuleId.StartsWith("omero", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("percentile", 105, 249)]
    [InlineData("minmax", 100, 9000)]
    public async Task Windows_show_percentiles_or_all_values(string window, double start, double end)
    {
        ushort[] pixels = [.. Enumerable.Range(0, 1000).Select(i => (ushort)(i < 3 ? 100 + (i * 4450) : i < 9 ? 105 : 110 + (i % 140)))];
        await Run.OutputOf("convert", TestFiles.WriteGray<ushort>(folder["a.tif"], 50, pixels), Output, "--window", window);
        var omero = (await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken)).Metadata.Omero!;
        Assert.Equal(new OmeroWindow { Min = 0, Start = start, End = end, Max = 65535 }, Assert.Single(omero.Channels).Window);
    }

    [Fact]
    public async Task An_unknown_window_is_refused() => Assert.Equal(
        new Run(2, string.Empty, "omezarr: --window precentile: there is file, percentile, minmax; did you mean percentile?\n"),
        await Run.Of("convert", TestFiles.Cells, Output, "--window", "precentile"));

    [Fact]
    public async Task Viewers_first_show_the_middle_plane()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output);
        var omero = (await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken)).Metadata.Omero!;
        Assert.Equal(2, omero.Rdefs!.DefaultZ);
    }

    [Fact]
    public async Task A_name_for_the_only_channel_gives_a_greyscale_omero_block()
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<float>(folder["a.tif"], 2, float.NaN, 1.5f, float.PositiveInfinity, -2), Output, "--channel-names", "GFP");
        var omero = (await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken)).Metadata.Omero!;
        Assert.Equal(("GFP", "FFFFFF", "greyscale"), (omero.Channels[0].Label, omero.Channels[0].Color, omero.Rdefs?.Model));
        Assert.Equal(new OmeroWindow { Min = -2, Start = -2, Max = 1.5, End = 1.5 }, omero.Channels[0].Window);
    }

    [Theory]
    [InlineData("c", "1 x 2 x 2 uint8 (c, y, x)")]
    [InlineData("z", "1 x 2 x 2 uint8 (z, y, x)")]
    [InlineData("t", "1 x 2 x 2 uint8 (t, y, x)")]
    public async Task One_file_stacks_to_an_axis_of_length_1(string axis, string expected) =>
        Assert.Contains(expected, await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 2, 1, 2, 3, 4), Output, "--stack", axis), StringComparison.Ordinal);

    [Fact]
    public async Task Patterns_that_the_shell_left_alone_are_expanded_in_order_of_names()
    {
        TestFiles.WriteGray<byte>(folder["f2.tif"], 1, 20);
        TestFiles.WriteGray<byte>(folder["f1.tif"], 1, 10);
        await Run.OutputOf("convert", folder["f*.tif"], Output, "--stack", "t");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new byte[] { 10, 20 }, await image.Levels[0].ReadAsync<byte>(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("blosc-zstd", "blosc(zstd 3, shuffle)")]
    [InlineData("blosc-lz4", "blosc(lz4 5, shuffle)")]
    [InlineData("zstd", "zstd 3")]
    [InlineData("GZIP", "gzip 5")]
    [InlineData("none", "uncompressed")]
    public async Task Every_compression_can_be_chosen(string name, string codec)
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output, "--compression", name, "--chunks", "whole");
        Assert.Contains($"chunks 2 x 4 x 96 x 128   {codec}   1 chunk, ", await Run.OutputOf("info", Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blosc-zstd", "none", "crc32c")]
    [InlineData("none", "chunks:1,1,3,4", "crc32c")]
    [InlineData("zstd", "none", "checksum")]
    public async Task Chunks_end_with_a_checksum_when_asked(string compression, string shards, string member)
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output, "--compression", compression, "--chunks", "1,2,16,32", "--shards", shards, "--checksum");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        var codecs = image.Levels[0].ZarrArray.Metadata.Codecs;
        var inner = shards == "none" ? $"{codecs[^1].Name} {codecs[^1].Configuration}" : codecs[0].Configuration!["codecs"]!.ToJsonString();
        Assert.Contains(member, inner, StringComparison.Ordinal);
        Assert.DoesNotContain("\"checksum\": false", inner, StringComparison.Ordinal);
        await image.Levels[0].ReadAsync<ushort>(Cancel);
    }

    [Theory]
    [InlineData("none", "chunks 1 x 2 x 16 x 32   uncompressed   96 chunks")]
    [InlineData("auto", "chunks 2 x 4 x 96 x 128   inner chunks 1 x 2 x 16 x 32: uncompressed   1 chunk")]
    [InlineData("1,4,96,64", "chunks 1 x 4 x 96 x 64   inner chunks 1 x 2 x 16 x 32: uncompressed   4 chunks")]
    [InlineData("chunks:1,1,3,4", "chunks 1 x 2 x 48 x 128   inner chunks 1 x 2 x 16 x 32: uncompressed   8 chunks")]
    [InlineData("chunks: 9,9,9,9", "chunks 2 x 4 x 96 x 128   inner chunks 1 x 2 x 16 x 32: uncompressed   1 chunk")]
    public async Task Chunks_are_put_together_in_shards(string shards, string expected)
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output, "--compression", "none", "--chunks", "1,2,16,32", "--shards", shards);
        Assert.Contains(expected, await Run.OutputOf("info", Output), StringComparison.Ordinal);
        await Run.OutputOf("convert", TestFiles.Cells, folder["plain.zarr"]);
        var (sharded, plain) = (await OmeImage.OpenAsync(Output, cancellationToken: Cancel), await OmeImage.OpenAsync(folder["plain.zarr"], cancellationToken: Cancel));
        Assert.Equal(await plain.Levels[0].ReadAsync<ushort>(Cancel), await sharded.Levels[0].ReadAsync<ushort>(Cancel));
    }

    [Fact]
    public async Task Overwrite_replaces_a_hierarchy_and_leaves_nothing_of_it()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Output, "--chunks", "1,1,16,16");
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 2, 1, 2, 3, 4), Output, "--overwrite");
        Assert.Equal(["a.tif", "øut put.ome.zarr/0/c/0/0", "øut put.ome.zarr/0/zarr.json", "øut put.ome.zarr/zarr.json"], folder.Files());
    }

    [GeneratedRegex(@"→ \d+ kB   \d+\.\d+ s")]
    private static partial Regex Stored();
}
