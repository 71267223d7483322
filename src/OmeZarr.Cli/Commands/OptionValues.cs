using System.Globalization;

namespace OmeZarr.Cli.Commands;

/// <summary>Option values that are no lists of pixel sizes or units.</summary>
internal static class OptionValues
{
    private const string AxisLetters = "tczyx";

    internal static ChunkShape ParseChunks(string text) => text switch
    {
        "auto" => ChunkShape.Auto,
        "whole" => ChunkShape.WholeArray,
        _ => ChunkShape.Of([.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => ParseLength(part, text))]),
    };

    internal static Compression ParseCompression(string text) => Compression.FromName(text.ToLowerInvariant())
        ?? throw new UsageException($"--compression {Quote.IfNeeded(text)}: there is {string.Join(", ", Compression.All)}{Suggestion.For(text, Compression.All.Select(one => one.Name))}");

    internal static string? ParseName(string? text) =>
        text is not null && string.IsNullOrWhiteSpace(text) ? throw new UsageException("--name: the name is empty") : text;

    internal static IReadOnlyList<string>? ParseNames(string? text)
    {
        var names = text?.Split(',', StringSplitOptions.TrimEntries);
        return names?.Contains(string.Empty) == true
            ? throw new UsageException($"--channel-names {Quote.IfNeeded(text!)}: name {Array.IndexOf(names, string.Empty) + 1} is empty")
            : names;
    }

    internal static string? ParseAxes(string? text)
    {
        var axes = text?.ToLowerInvariant();
        var isUsable = axes is null || (axes.All(AxisLetters.Contains) && axes.Distinct().Count() == axes.Length && axes.Contains('y') && axes.Contains('x'));
        return isUsable ? axes : throw new UsageException($"--axes {Quote.IfNeeded(text!)}: expected different letters of t, c, z, y, x, with y and x among them");
    }

    private static long ParseLength(string part, string text) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? length
            : throw new UsageException($"--chunks {Quote.IfNeeded(text)}: expected auto, whole, or a length for each axis, such as 1,256,256");
}
