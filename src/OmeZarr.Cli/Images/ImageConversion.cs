using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>An image to convert, checked against the options: pixels, metadata without display ranges, chunks and shards.</summary>
/// <param name="Input">The pixels.</param>
/// <param name="Metadata">The metadata.</param>
/// <param name="Channels">Names of the channels; null if the image has no channel metadata.</param>
/// <param name="Chunks">Shape of the chunks.</param>
/// <param name="Shards">Shape of the shards; null for none.</param>
internal sealed record ImageConversion(InputImage Input, Image Metadata, IReadOnlyList<string>? Channels, Shape Chunks, Shape? Shards)
{
    /// <exception cref="UsageException">The options do not fit the image.</exception>
    internal static ImageConversion Create(ConvertRequest request, InputImage input, string name)
    {
        var metadata = ImageMetadata.Create(request, input, name);
        var chunks = StorageLayout.Chunks(request, input);
        return new ImageConversion(input, metadata, ImageMetadata.ChannelNames(request, input), chunks, StorageLayout.Shards(request, input, chunks));
    }

    /// <summary>The pixels as a source that measures the display ranges while it is read; null without channel metadata.</summary>
    internal ChannelRangeSource? Measured() => Channels is null ? null : new ChannelRangeSource(Input.Pixels, Input.ChannelAxis);

    /// <summary>The metadata with the measured display ranges.</summary>
    internal Image Complete(IReadOnlyList<(double Min, double Max)> ranges) =>
        Metadata with { Omero = ImageMetadata.CreateOmero(Channels ?? [], Input, [.. ranges.Select(DisplayWindow.Of)]) };

    /// <summary>The summary for programs.</summary>
    internal JsonObject ToJson() => new()
    {
        ["axes"] = JsonOutput.List(Input.Axes.Select(axis => axis.ToString())),
        ["shape"] = JsonOutput.List(Input.Pixels.Shape),
        ["dataType"] = Input.Pixels.DataType.Name,
        ["chunks"] = JsonOutput.List(Chunks),
        ["shards"] = Shards is { } shards ? JsonOutput.List(shards) : null,
    };
}
