using System.Globalization;
using OmeZarr.Files;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>Says in lines of text what a file is, so that tests compare all of it.</summary>
public static class FileText
{
    /// <summary>One line for each image, then one word for each finding: <c>ImageJ: tyx 5x16x16 uint8, t 3 minute, x 50 micrometer</c>.</summary>
    public static string Of(IImageFile file) =>
        $"{file.Format}: {string.Join(" | ", file.Images.Select(Of))}{string.Concat(file.Findings.Select(finding => $" !{finding.Kind}"))}";

    private static string Of(FileImage image) => string.Join(", ", new[]
    {
        $"{(image.Kind == FileImageKind.Image ? "" : $"{image.Kind} ")}{(image.Name is null ? "" : $"\"{image.Name}\" ")}{image.Axes} {string.Join('x', image.Pixels.Shape)} {image.Pixels.DataType}",
    }.Concat(image.PixelSizes.Select((size, i) => size is { } known ? $"{image.Axes[i]} {Number(known.Value)} {known.Unit}" : "").Where(text => text.Length > 0))
        .Concat(image.Channels.Select(Of).Where(text => text.Length > 0))
        .Concat(image.Levels.Select(level => $"level {string.Join('x', level.Shape)}"))
        .Concat(image.Position.Select((position, i) => position is { } known ? $"at {image.Axes[i]} {Number(known.Value)} {known.Unit}" : "").Where(text => text.Length > 0)));

    private static string Of(FileChannel channel) => string.Join(' ', new[]
    {
        channel.Name, channel.Color is { } color ? $"#{color}" : null, channel.Window is { } window ? $"{Number(window.Start)}-{Number(window.End)}" : null,
        channel.IsInverted ? "inverted" : null, channel.EmissionWavelength is { } wavelength ? $"{Number(wavelength)}nm" : null,
    }.Where(text => text is not null));

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
