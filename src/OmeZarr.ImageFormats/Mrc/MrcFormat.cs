using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;

namespace OmeZarr.ImageFormats;

/// <summary>MRC and CCP4 files of electron microscopy (MRC2014), uncompressed.</summary>
/// <remarks>Axes z, y, x, or t, z, y, x for a stack of volumes. Pixel sizes are in angstrom, from the cell and its sampling.</remarks>
public sealed class MrcFormat : ImageFileFormat
{
    /// <inheritdoc/>
    public override string Name => "MRC";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".mrc", ".mrcs", ".map", ".ccp4", ".rec", ".st"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head)
    {
        // "MAP " stands at byte 208 since 2000; older files are known by their names.
        ArgumentNullException.ThrowIfNull(path);
        return head.Length >= MrcHeader.Length && (head[208..].StartsWith("MAP"u8) || System.IO.Path.GetExtension(path).ToLowerInvariant() is ".mrc" or ".mrcs" or ".st" or ".rec");
    }

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null) => SingleImageFile.Open(path, options, file =>
    {
        var header = MrcHeader.Read(file);
        var axes = AxisChoice.Choose(path, header.Axes, options?.Axes);
        var image = new FileImage
        {
            Pixels = new StoredPixels(() => file, header.Start, header.DataType, axes, header.IsBigEndian),
            Axes = string.Concat(axes.Select(axis => axis.Name)),
            PixelSizes = [.. axes.Select(axis => axis.Size)],
        };
        return new SingleImageFile(file, Name, image, header.Findings);
    });
}
