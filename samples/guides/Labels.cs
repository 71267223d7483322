using System.Text.Json.Nodes;
using OmeZarr;
using OmeZarr.V05;
using Zarr;

namespace Guides;

internal static class Labels
{
    internal static async Task RunAsync()
    {
        var pixels = new ushort[2, 64, 64];
        var mask = new uint[64, 64];
        await TogetherAsync(pixels, mask);
        await LaterAsync(mask);
        await DescribedAsync(mask);
        await FilledAsync();
        await ReadAsync();
    }

    private static async Task TogetherAsync(ushort[,,] pixels, uint[,] mask)
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")]);
        var cells = LabelImage.For(image, "cells"); // the axes without channels: one mask for all
        await OmeWriter.WriteImageAsync("labelled.ome.zarr", image, pixels.AsSource(), labels: [new Label("cells", cells, mask.AsSource())]);
    }

    private static async Task LaterAsync(uint[,] mask)
    {
        await OmeWriter.WriteLabelAsync("labelled.ome.zarr", "nuclei", mask.AsSource());
    }

    private static async Task DescribedAsync(uint[,] mask)
    {
        var image = Image.FromDimensions([Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")]);
        var classes = new ImageLabel
        {
            Colors = [new LabelColor(1, 255, 0, 0, 255), new LabelColor(2, 0, 128, 255, 128)], // red, green, blue, opacity
            Properties =
            [
                new LabelProperty(1, new JsonObject { ["class"] = "mitosis", ["area"] = 121.5 }),
                new LabelProperty(2, new JsonObject { ["class"] = "interphase" }),
            ],
        };
        await using var labels = new LabelsBuilder("labelled.ome.zarr/labels", new WriteOptions { Overwrite = true });
        await labels.WriteLabelAsync("nuclei", new LabelImage(image, classes), mask.AsSource()); // in place of the old ones
    }

    private static async Task FilledAsync()
    {
        var image = Image.FromDimensions([Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")]);
        var label = new LabelImage(image, new ImageLabel());
        await using var labels = new LabelsBuilder("labelled.ome.zarr/labels");
        labels.AddLabel("membranes", label, new ArraySpec([64, 64], DataType.UInt8)).AddLabel("spots", label, new ArraySpec([64, 64], DataType.UInt32));
        var arrays = await labels.PrepareAsync();
        var row = new uint[64];
        await arrays["spots/0"][10, ..].WriteAsync(row); // row 10
    }

    private static async Task ReadAsync()
    {
        var cells = await OmeImage.OpenAsync("labelled.ome.zarr");
        var listed = await cells.ListLabelsAsync();
        var nuclei = await cells.OpenLabelAsync("nuclei");
        var meaning = ((LabelImage)nuclei.Metadata).ImageLabel;
        uint[] numbers = await nuclei.Levels[0].ReadAsync<uint>();
        Console.WriteLine($"{string.Join(", ", listed)}; {numbers.Length} pixels of nuclei, {meaning.Properties?.Count} are described");
    }
}
