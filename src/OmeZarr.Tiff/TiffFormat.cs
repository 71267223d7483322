using OmeZarr.Files;
using OmeZarr.Tiff.OmeXml;

namespace OmeZarr.Tiff;

/// <summary>TIFF and BigTIFF, whatever the ending of the file's name, and the OME-XML of a set of them.</summary>
public sealed class TiffFormat : ImageFileFormat
{
    /// <summary>Decoders of compressions that this package does not read itself, such as that of the package <c>OmeZarr.Tiff.WebP</c>.</summary>
    public IReadOnlyList<ITiffBlockDecoder> Decoders { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "TIFF";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".tif", ".tiff", ".btf", ".tf8", ".stk", ".lsm", ".svs", ".ndpi", ".scn", ".qptiff"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("MM\0+"u8)
        || OmeText.IsDocument(path, head);

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null) => TiffFile.Open(path, options, Decoders);
}
