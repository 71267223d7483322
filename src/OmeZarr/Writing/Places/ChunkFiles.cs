using System.Globalization;
using System.Text.Json;
using OmeZarr.Planning;
using static OmeZarr.Writing.Places.NodeJson;

namespace OmeZarr.Writing.Places;

/// <summary>Recognises chunk files below the folder of an array by the number of dimensions and the chunk key encoding. Chunks outside the shape count, too: an array that was larger may have left them.</summary>
/// <param name="Rank">Number of dimensions.</param>
/// <param name="IsDefault">Whether keys begin with <c>c</c> (<c>c/1/2</c>).</param>
/// <param name="IsV2">Whether keys are numbers only (<c>1.2</c>).</param>
/// <param name="HasSlashes">Whether there is a folder for each dimension except the last.</param>
/// <param name="HasDots">Whether the file name holds all dimensions.</param>
internal readonly record struct ChunkFiles(int Rank, bool IsDefault, bool IsV2, bool HasSlashes, bool HasDots)
{
    // The digits of the largest index.
    private const int MaxDigits = 19;

    /// <summary>The chunk files of the array in a folder; null if the folder holds no array.</summary>
    /// <remarks>
    /// Zarr v2 arrays accept keys with either separator: the metadata may name the wrong one, and readers try both. An unknown encoding accepts the keys of all known
    /// encodings, because its own keys cannot be distinguished from other files.
    /// </remarks>
    /// <exception cref="IOException">A document cannot be read.</exception>
    internal static ChunkFiles? Of(string folder)
    {
        var ours = Read(folder, GroupDocument.Name) is { } json && IsArray(json) && RankOf(json) is { } rank ? OfEncoding(json, rank) : (ChunkFiles?)null;
        var old = Read(folder, ".zarray") is { } v2 && RankOf(v2) is { } oldRank ? new ChunkFiles(oldRank, false, true, true, true) : (ChunkFiles?)null;
        return (ours, old) switch
        {
            ({ } both, not null) when both.Rank == old.Value.Rank => both with { IsV2 = true, HasSlashes = true, HasDots = true },
            _ => ours ?? old,
        };
    }

    /// <summary>Whether a file directly in the folder of the array can be a chunk.</summary>
    internal bool IsChunk(ReadOnlySpan<char> file)
    {
        if (file.StartsWith('c'))
        {
            return IsDefault && (Rank == 0 ? file.Length == 1 : HasDots && file.StartsWith("c.") && IsIndex(file[2..]));
        }

        return IsV2 && (HasDots || Rank <= 1) && IsIndex(file);
    }

    /// <summary>Number of further parts of keys that continue in a folder directly below the array; 0 for none.</summary>
    internal int PartsBelow(ReadOnlySpan<char> directory) => HasSlashes switch
    {
        true when IsDefault && directory is "c" => Rank,
        true when IsV2 && IsNumber(directory) => Math.Max(0, Rank - 1),
        _ => 0,
    };

    /// <summary>Whether a part of a key is a chunk index along one dimension. 01 and +1 are numbers, but not chunk indices.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> part) =>
        part.Length is > 0 and <= MaxDigits && (part[0] != '0' || part.Length == 1) && long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a name holds an index for each dimension, separated by dots.</summary>
    private bool IsIndex(ReadOnlySpan<char> name)
    {
        var parts = 0;
        foreach (var part in name.Split('.'))
        {
            if (!IsNumber(name[part]))
            {
                return false;
            }

            parts++;
        }

        return parts == Math.Max(1, Rank);
    }

    private static ChunkFiles OfEncoding(JsonElement json, int rank)
    {
        var encoding = Member(json, "chunk_key_encoding");
        var name = Text(encoding) ?? Text(Member(encoding, "name"));
        var separator = Text(Member(Member(encoding, "configuration"), "separator"));
        return name switch
        {
            "default" => new(rank, IsDefault: true, IsV2: false, separator is not ".", separator is "."),
            "v2" => new(rank, IsDefault: false, IsV2: true, separator is "/", separator is not "/"),
            _ => new(rank, IsDefault: true, IsV2: true, HasSlashes: true, HasDots: true),
        };
    }

    private static bool IsArray(JsonElement json) => Text(Member(json, "node_type")) == "array";

    private static int? RankOf(JsonElement json) => Member(json, "shape") is { ValueKind: JsonValueKind.Array } shape ? shape.GetArrayLength() : null;
}
