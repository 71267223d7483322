using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>What is lost where files that become one image do not say the same. The first file counts for all.</summary>
internal static class StackFindings
{
    private const double Tolerance = 1e-6;

    /// <summary>The stacked image with findings about the files that differ.</summary>
    internal static InputImage Add(InputImage stacked, ConvertRequest request, IReadOnlyList<InputImage> images, char axis) =>
        stacked with { Findings = [.. stacked.Findings, .. images.SelectMany(image => Of(request, images[0], image, axis, request.KeepsLevels ? image.Levels.Count - stacked.Levels.Count : 0))] };

    private static IEnumerable<InputFinding> Of(ConvertRequest request, InputImage first, InputImage image, char axis, int lostLevels)
    {
        InputFinding LeftOut(string message) => new(image.Path, FileFindingKind.LeftOut, message);
        var differing = image.Axes.Where((letter, i) => !request.Scales.ContainsKey(letter) && image.PixelSizes[i] is { } size && !IsAlike(first.PixelSizes[i], size)).ToArray();
        if (differing.Length > 0)
        {
            yield return LeftOut($"its pixel size ({string.Join(", ", differing)}) is not that of {first.Path}, which is taken for all files; --scale and --unit give another");
        }

        if (axis != 'c' && request.ChannelNames is null && image.ChannelNames is { } names && first.ChannelNames?.SequenceEqual(names) != true)
        {
            yield return LeftOut($"its channels ({string.Join(", ", names)}) are not called like those of {first.Path}, whose names are taken for all files; --channel-names gives others");
        }

        if (lostLevels > 0)
        {
            yield return LeftOut($"{Counted.Of(lostLevels, "level")} of it cannot be kept, because not all files have the same");
        }
    }

    private static bool IsAlike(PhysicalSize? first, PhysicalSize other) =>
        first is { } size && size.Unit == other.Unit && Math.Abs(size.Value - other.Value) <= Tolerance * other.Value;
}
