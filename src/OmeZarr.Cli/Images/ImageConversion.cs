using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Images;

/// <summary>An image to convert, checked against the options: pixels, metadata without display windows, chunks and shards.</summary>
/// <param name="Input">The pixels.</param>
/// <param name="Metadata">The metadata.</param>
/// <param name="Channels">Names of the channels.</param>
/// <param name="Chunks">Shape of the chunks.</param>
/// <param name="Shards">Shape of the shards; null for none.</param>
internal sealed record ImageConversion(InputImage Input, Image Metadata, IReadOnlyList<string> Channels, Shape Chunks, Shape? Shards)
{
    /// <exception cref="UsageException">The options do not fit the image.</exception>
    internal static ImageConversion Create(ConvertRequest request, InputImage given, string name)
    {
        var input = request.KeepsLevels ? given.WithLabelsOfAllLevels() : given;
        input = request.IsRgb ? AsRgb(input) : input;
        var metadata = ImageMetadata.Create(request, input, name);
        var chunks = StorageLayout.Chunks(request, input);
        return new ImageConversion(input, metadata, ImageMetadata.ChannelNames(request, input), chunks, StorageLayout.Shards(request, input, chunks))
        {
            Window = request.Window,
            SmallerLevels = request.KeepsLevels ? input.Levels : [],
        };
    }

    /// <summary>The levels below full resolution that the file has and the output keeps.</summary>
    internal IReadOnlyList<IArraySource> SmallerLevels { get; private init; } = [];

    /// <summary>Whether the pixels are complex numbers, which cannot be shown with a display window.</summary>
    internal bool IsComplex => Input.Pixels.DataType.Kind == DataTypeKind.Complex;

    private WindowChoice Window { get; init; }

    /// <summary>Metadata with provisional display windows, the pixels as a source whose channels are measured while it is read, and what then takes the place of the provisional windows.</summary>
    /// <remarks>Complex numbers have no order, so images of them have no windows.</remarks>
    internal (Image Metadata, IReadOnlyList<IArraySource> Levels, Func<Omero?> Omero) Measured()
    {
        if (IsComplex)
        {
            return (Metadata, [Input.Pixels, .. SmallerLevels], () => null);
        }

        var windows = new ChannelWindows(Input.Pixels.DataType, Input.ChannelCount);
        return (Complete(windows), [windows.Measure(Input.Pixels, Input.ChannelAxis), .. SmallerLevels], () => OmeroOf(Measured(windows)));
    }

    /// <summary>The metadata with the measured display windows.</summary>
    internal Image Complete(ChannelWindows windows) => Complete(Measured(windows));

    /// <summary>The metadata with display windows.</summary>
    internal Image Complete(IReadOnlyList<OmeroWindow> windows) => Metadata with { Omero = OmeroOf(windows) };

    /// <summary>The same with the chunks and shards of the stored image: automatic chunks are rounded up to multiples of the factors of its levels.</summary>
    /// <param name="location">The stored image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<ImageConversion> StoredAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var array = await ZarrArray.OpenAsync(location.Below(Metadata.Multiscales[0].Datasets[0].Path), cancellationToken: cancellationToken).ConfigureAwait(false);
        return array.InnerChunkShape is { } inner ? this with { Chunks = inner, Shards = array.ChunkShape } : this with { Chunks = array.ChunkShape, Shards = null };
    }

    /// <summary>The summary for programs.</summary>
    internal JsonObject ToJson() => new()
    {
        ["axes"] = JsonOutput.List(Input.Axes.Select(axis => axis.ToString())),
        ["shape"] = JsonOutput.List(Input.Pixels.Shape),
        ["dataType"] = Input.Pixels.DataType.Name,
        ["chunks"] = JsonOutput.List(Chunks),
        ["shards"] = Shards is { } shards ? JsonOutput.List(shards) : null,
    };

    private static InputImage AsRgb(InputImage input) => input.ChannelCount is 3 or 4
        ? input with { IsRgb = true }
        : throw new UsageException($"--rgb: {input.Path} has {Counted.Of(input.ChannelCount, "channel")}; red, green, blue (and opacity) are 3 or 4");

    private IReadOnlyList<OmeroWindow> Measured(ChannelWindows windows) => windows.ToWindows(Window == WindowChoice.MinMax);

    private Omero OmeroOf(IReadOnlyList<OmeroWindow> windows) => ImageMetadata.CreateOmero(Channels, Input, windows, Window == WindowChoice.File);
}
