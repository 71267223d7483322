using System.Globalization;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Commands;

/// <summary>Parses option values other than pixel sizes and units.</summary>
internal static class OptionValues
{
    private const string AxisLetters = "tczyx";
    private const string ChunkCounts = "chunks:";
    private const string Shards = "none, auto, a length for each axis, such as 1,1024,1024, or chunks for each axis, such as chunks:1,4,4";

    internal static ChunkShape ParseChunks(string text) => text switch
    {
        "auto" => ChunkShape.Auto,
        "whole" => ChunkShape.WholeArray,
        _ => ChunkShape.Of(ParseNumbers(text, "--chunks", text, "auto, whole, or a length for each axis, such as 1,256,256")),
    };

    internal static ShardShape ParseShards(string text) => text switch
    {
        "none" => ShardShape.None,
        "auto" => ShardShape.Auto,
        _ when text.StartsWith(ChunkCounts, StringComparison.Ordinal) => ShardShape.OfChunks(ParseNumbers(text[ChunkCounts.Length..], "--shards", text, Shards)),
        _ => ShardShape.Of(ParseNumbers(text, "--shards", text, Shards)),
    };

    internal static Compression ParseCompression(string text) => Compression.All.FirstOrDefault(one => one.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"--compression {Quote.IfNeeded(text)}: there is {string.Join(", ", Compression.All)}{Suggestion.For(text, Compression.All.Select(one => one.Name))}");

    internal static WindowChoice ParseWindow(string text) => text switch
    {
        "file" => WindowChoice.File,
        "percentile" => WindowChoice.Percentile,
        "minmax" => WindowChoice.MinMax,
        _ => throw new UsageException($"--window {Quote.IfNeeded(text)}: there is file, percentile, minmax{Suggestion.For(text, ["file", "percentile", "minmax"])}"),
    };

    /// <summary>The number of an image in a file; null for all images.</summary>
    internal static int? ParseSeries(string? text) => text is null or SeriesArgument.All ? null : ParseCount(SeriesArgument.Option, text, 0, int.MaxValue);

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

    internal static char? ParseStackAxis(string? text) => text switch
    {
        null => null,
        "c" or "z" or "t" => text[0],
        _ => throw new UsageException($"--stack {Quote.IfNeeded(text)}: files are stacked along c, z or t"),
    };

    /// <exception cref="UsageException">The text is no number within the limits.</exception>
    internal static int ParseCount(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} {Quote.IfNeeded(text)}: give a number, {(most == int.MaxValue ? $"{least} or more" : $"{least} to {most}")}");

    private static long[] ParseNumbers(string numbers, string option, string text, string expected) =>
    [
        .. numbers.Split(',', StringSplitOptions.TrimEntries).Select(part =>
            long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new UsageException($"{option} {Quote.IfNeeded(text)}: expected {expected}")),
    ];
}
