using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;

namespace OmeZarr.ImageFormats;

/// <summary>NIfTI-1 and NIfTI-2 files: header and pixels in one <c>.nii</c> file.</summary>
/// <remarks>The axes are t, c, z, y, x, without those of length 1 other than y and x. Values are read as they are stored. If the file has a scale factor, a finding says so; likewise if its axes are rotated in space.</remarks>
public sealed class NiftiFormat : ImageFileFormat
{
    /// <inheritdoc/>
    public override string Name => "NIfTI";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".nii", ".nii.gz"];

    /// <inheritdoc/>
    public override bool Recognizes(string path, ReadOnlySpan<byte> head) => NiftiHeader.IsOne(head) || IsCompressed(path, head);

    /// <inheritdoc/>
    public override IImageFile Open(string path, ImageFileOptions? options = null) => SingleImageFile.Open(path, options, file =>
    {
        if (IsCompressed(path, file.Head(2)))
        {
            throw file.Damaged("a compressed file cannot be read part by part; decompress it first, for example with gunzip");
        }

        var header = NiftiHeader.Read(file);
        var axes = AxisChoice.Choose(path, header.Axes, options?.Axes);
        var image = new FileImage
        {
            Pixels = new StoredPixels(() => file, header.Start, header.DataType, axes, header.IsBigEndian),
            Axes = string.Concat(axes.Select(axis => axis.Name)),
            PixelSizes = [.. axes.Select(axis => axis.Size)],
            Position = header.Position is { Count: > 0 } position ? [.. axes.Select(axis => "xyz".IndexOf(axis.Name, StringComparison.Ordinal) is >= 0 and var i && axis.Size is not null ? position[i] : (FilePosition?)null)] : [],
            Channels = header.Channels,
            Name = header.Description.Length > 0 ? header.Description : null,
        };
        return new SingleImageFile(file, Name, image, header.Findings);
    });

    private static bool IsCompressed(string path, ReadOnlySpan<byte> head) => path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase) && head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
}
