using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using OmeZarr.ImageFormats.Jpeg;
using OmeZarr.Tiff.Jpeg;
using OmeZarr.Tiff.Samples;

namespace OmeZarr.ImageFormats;

/// <summary>JPEG files: gray or colour, baseline or progressive, of 8 or 12 bits, with the values that libjpeg decodes.</summary>
/// <remarks>
/// <para>Axes y, x, or c, y, x for colours, which become red, green and blue. Pixels of 12 bits become 16 bits without scaling. JPEG has lost precision when it was written; what is read from then on is exact.</para>
/// <para>A JPEG can only be decoded from its start, so the whole image is decoded once and kept in memory while the file is open: width x height x channels x bytes of a value.</para>
/// </remarks>
public sealed class JpegFormat : ImageFileFormat
{
    /// <inheritdoc/>
    public override string Name => "JPEG";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head) => head.StartsWith(JpegHeader.Signature);

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null) => SingleImageFile.Open(path, options, file =>
    {
        var header = JpegHeader.Read(file);
        var axes = AxisChoice.Choose(path, AxisChoice.Interleaved(header.Height, header.Width, header.Components, header.DataType.Size), options?.Axes);
        var names = string.Concat(axes.Select(axis => axis.Name));
        var pixels = new DecodedPixels(header.DataType, axes, (destination, token) => Decode(file, header, destination, token));
        var isTurned = options is { AppliesOrientation: true } && header.Orientation > 1;
        var image = new FileImage
        {
            Pixels = isTurned ? new OrientedSource(pixels, names.IndexOf('y', StringComparison.Ordinal), names.IndexOf('x', StringComparison.Ordinal), header.Orientation) : pixels,
            Axes = names,
            PixelSizes = [.. axes.Select(axis => axis.Size)],
            Channels = header.Components > 1 ? [new FileChannel { Name = "Red" }, new FileChannel { Name = "Green" }, new FileChannel { Name = "Blue" }] : [],
        };
        return new SingleImageFile(file, Name, image, [.. Findings(header, isTurned)]);
    });

    private static void Decode(PlainFile file, JpegHeader header, Span<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stored = file.Head((int)file.Length);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            JpegDecoder.Decode([], stored, header.Request, destination);
        }
        catch (InvalidDataException error)
        {
            throw file.Damaged($"damaged: {error.Message}", error);
        }
    }

    private static IEnumerable<FileFinding> Findings(JpegHeader header, bool isTurned)
    {
        if (header.Orientation > 1 && !isTurned)
        {
            yield return new FileFinding(FileFindingKind.LeftOut, $"the picture is to be shown {OrientedSource.Describe(header.Orientation)} (Orientation {header.Orientation}); the pixels were read as they are stored");
        }

        if (header.HasFurtherPictures)
        {
            yield return new FileFinding(FileFindingKind.LeftOut, "further pictures of the file (Multi-Picture Format) are left out; only the first one is read");
        }
    }
}
