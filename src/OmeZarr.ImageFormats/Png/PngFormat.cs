using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using OmeZarr.ImageFormats.Png;

namespace OmeZarr.ImageFormats;

/// <summary>PNG files: gray, colour or palette, with or without opacity, of 1 to 16 bits.</summary>
/// <remarks>
/// <para>Axes y, x, or c, y, x for colours and opacity. Values are those of the file: 16 bits stay 16 bits, fewer than 8 become 8 without scaling, and a palette gives its indexes.</para>
/// <para>A PNG can only be decoded from its start, so the whole image is decoded once and kept in memory while the file is open: width x height x channels x bytes of a value, at most 2 GiB.</para>
/// </remarks>
public sealed class PngFormat : ImageFileFormat
{
    /// <inheritdoc/>
    public override string Name => "PNG";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head) => head.StartsWith(PngHeader.Signature);

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null) => SingleImageFile.Open(path, options, file =>
    {
        var header = PngHeader.Read(file);
        var axes = AxisChoice.Choose(path, AxisChoice.Interleaved(header.Height, header.Width, header.Samples, header.DataType.Size), options?.Axes);
        var image = new FileImage
        {
            Pixels = new DecodedPixels(header.DataType, axes, (pixels, token) => PngDecoder.Decode(file, header, pixels, token)),
            Axes = string.Concat(axes.Select(axis => axis.Name)),
            PixelSizes = [.. axes.Select(axis => axis.Size)],
            Channels = header.Channels,
        };
        return new SingleImageFile(file, Name, image, header.Findings);
    });
}
