using System.Globalization;

namespace OmeZarr.Cli.Commands;

/// <summary>Option values that become options of the writer.</summary>
internal static class OptionValues
{
    internal static ChunkShape ParseChunks(string text) => text switch
    {
        "auto" => ChunkShape.Auto,
        "whole" => ChunkShape.WholeArray,
        _ => ChunkShape.Of([.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => ParseLength(part, text))]),
    };

    internal static Compression ParseCompression(string text) => Compression.FromName(text)
        ?? throw new UsageException($"--compression {text}: there is {string.Join(", ", Compression.All)}");

    private static long ParseLength(string part, string text) =>
        long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? length
            : throw new UsageException($"--chunks {text}: expected auto, whole, or a length for each axis, such as 1,256,256");
}
