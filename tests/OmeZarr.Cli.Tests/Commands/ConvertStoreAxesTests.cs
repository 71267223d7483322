using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Stores whose axes come in another order than t, c, z, y, x, as early versions and some writers have them.</summary>
public sealed class ConvertStoreAxesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("zcyx", "czyx")]
    [InlineData("xyz", "zyx")]
    [InlineData("cxty", "tcyx")]
    [InlineData("czyx", "czyx")]
    public async Task Axes_are_put_in_order_with_pixels_sizes_and_labels(string stored, string sorted)
    {
        int[] lengths = [2, 3, 4, 5];
        lengths = lengths[..stored.Length];
        var pixels = Enumerable.Range(1, lengths.Aggregate(1, (count, length) => count * length)).Select(value => (byte)value).ToArray();
        Write(folder["in.zarr"], stored, lengths, pixels);
        var labelAxes = stored.Replace("c", string.Empty, StringComparison.Ordinal);
        int[] labelLengths = [.. stored.Zip(lengths).Where(axis => axis.First != 'c').Select(axis => axis.Second)];
        var labels = Enumerable.Range(0, labelLengths.Aggregate(1, (count, length) => count * length)).Select(value => (byte)(value % 7)).ToArray();
        Directory.CreateDirectory(folder["in.zarr/labels"]);
        await File.WriteAllTextAsync(folder["in.zarr/labels/.zgroup"], """{"zarr_format":2}""", Cancel);
        await File.WriteAllTextAsync(folder["in.zarr/labels/.zattrs"], """{"labels":["cells"]}""", Cancel);
        Write(folder["in.zarr/labels/cells"], labelAxes, labelLengths, labels);

        var run = await Run.Of("convert", folder["in.zarr"], folder["out.zarr"]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var image = await OmeImage.OpenAsync(folder["out.zarr"], cancellationToken: Cancel);
        Assert.Equal(sorted, string.Concat(image.Axes.Select(axis => axis.Name)));
        Assert.Equal(sorted.Select(letter => (long)lengths[stored.IndexOf(letter, StringComparison.Ordinal)]), image.Levels[0].Shape);
        Assert.Equal(sorted.Select(letter => letter == 'c' ? 1 : 0.5 + stored.IndexOf(letter, StringComparison.Ordinal)), image.Levels[0].PixelSize);
        Assert.Equal(Sorted(pixels, stored, lengths, sorted), (await image.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        var label = await image.OpenLabelAsync("cells", Cancel);
        Assert.Equal(Sorted(labels, labelAxes, labelLengths, sorted.Replace("c", string.Empty, StringComparison.Ordinal)), (await label.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        await ValidDocuments.RequireAsync(folder["out.zarr"], OmeDocumentKind.Image, OmeDocumentKind.LabelImage, OmeDocumentKind.LabelsGroup);
    }

    private static byte[] Sorted(byte[] values, string stored, int[] lengths, string sorted)
    {
        int[] places = [.. sorted.Select(letter => stored.IndexOf(letter, StringComparison.Ordinal))];
        return [.. Enumerable.Range(0, values.Length).Select(i =>
        {
            var index = new int[places.Length];
            for (var axis = places.Length - 1; axis >= 0; axis--)
            {
                (i, index[places[axis]]) = (i / lengths[places[axis]], i % lengths[places[axis]]);
            }

            return values[index.Zip(lengths).Aggregate(0, (at, axis) => (at * axis.Second) + axis.First)];
        })];
    }

    private static void Write(string path, string axes, int[] lengths, byte[] pixels)
    {
        Directory.CreateDirectory(Path.Join(path, "0"));
        var named = string.Join(',', axes.Select(letter => $$"""{"name":"{{letter}}","type":"{{(letter == 'c' ? "channel" : letter == 't' ? "time" : "space")}}"}"""));
        var scale = string.Join(',', axes.Select((letter, axis) => letter == 'c' ? "1" : $"{axis}.5"));
        var shape = string.Join(',', lengths);
        File.WriteAllText(Path.Join(path, ".zgroup"), """{"zarr_format":2}""");
        File.WriteAllText(Path.Join(path, ".zattrs"), $$"""{"multiscales":[{"version":"0.4","name":"old","axes":[{{named}}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[{{scale}}]}]}]}]}""");
        File.WriteAllText(Path.Join(path, "0", ".zarray"), $$"""{"zarr_format":2,"shape":[{{shape}}],"chunks":[{{shape}}],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null}""");
        File.WriteAllBytes(Path.Join(path, "0", string.Join('.', lengths.Select(_ => "0"))), pixels);
    }
}
