using System.Globalization;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>How the index of a chunk becomes its key (Zarr v3 core, section "Chunk key encoding").</summary>
/// <param name="Name"><c>default</c> (<c>c/1/2</c>) or <c>v2</c> (<c>1.2</c>).</param>
/// <param name="Separator"><c>/</c> or <c>.</c>.</param>
public sealed record ChunkKeyEncoding(string Name, char Separator)
{
    // A separator and a number with its sign.
    private const int MaxPartLength = 21;

    /// <summary>The encoding of new arrays: <c>c/1/2/3</c>.</summary>
    public static ChunkKeyEncoding Default { get; } = new("default", '/');

    /// <summary>The key of a chunk, relative to its array.</summary>
    /// <param name="chunk">Index of the chunk in the chunk grid, one value for each dimension.</param>
    public string Encode(ReadOnlySpan<long> chunk)
    {
        var isDefault = Name == "default";
        if (chunk.IsEmpty)
        {
            return isDefault ? "c" : "0";
        }

        Span<char> key = stackalloc char[1 + (chunk.Length * MaxPartLength)];
        var length = 0;
        if (isDefault)
        {
            key[length++] = 'c';
        }

        foreach (var index in chunk)
        {
            if (length > 0)
            {
                key[length++] = Separator;
            }

            index.TryFormat(key[length..], out var written, default, CultureInfo.InvariantCulture);
            length += written;
        }

        return key[..length].ToString();
    }

    /// <summary>The index of the chunk that has this key, relative to its array; false for any other key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="chunk">Receives one value for each dimension.</param>
    internal bool TryDecode(ReadOnlySpan<char> key, Span<long> chunk)
    {
        var numbers = Name == "default" && key is ['c', ..] && !chunk.IsEmpty ? key[1..].TrimStart(Separator) : key;
        var d = 0;
        foreach (var part in numbers.Split(Separator))
        {
            if (d < chunk.Length && !long.TryParse(numbers[part], NumberStyles.None, CultureInfo.InvariantCulture, out chunk[d]))
            {
                return false;
            }

            d++;
        }

        // The key is compared, because 01 is also a number but belongs to no chunk key.
        return d == Math.Max(1, chunk.Length) && key.SequenceEqual(Encode(chunk));
    }

    /// <summary>Whether the key of a chunk may begin with this part.</summary>
    internal bool IsFirstPart(string part) => Name == "default"
        ? part == "c" || (Separator != '/' && part.StartsWith($"c{Separator}", StringComparison.Ordinal))
        : part.All(c => char.IsAsciiDigit(c) || c == Separator);

    internal static ChunkKeyEncoding Parse(NamedConfiguration json)
    {
        if (json.Name is not ("default" or "v2"))
        {
            throw new UnsupportedFeatureException(json.Name, $"chunk_key_encoding \"{json.Name}\" is not supported; default and v2 are");
        }

        var standard = json.Name == "default" ? "/" : ".";
        var separator = json.Configuration?["separator"] switch
        {
            null => standard,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => other.ToJsonString(),
        };
        return separator is "/" or "."
            ? new ChunkKeyEncoding(json.Name, separator[0])
            : throw new InvalidMetadataException($"chunk_key_encoding: the separator is \"/\" or \".\", found {JsonExcerpt.Excerpt(separator)}");
    }

    internal NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["separator"] = Separator.ToString() });
}
