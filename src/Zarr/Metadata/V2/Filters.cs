using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata.V2;

/// <summary>
/// Translates the <c>filters</c> of Zarr v2, as numcodecs configures them, to codecs of v3. Filters that NumPy applies to numbers come before the <c>bytes</c> codec, filters of bytes after it.
/// </summary>
internal sealed class Filters
{
    private readonly List<NamedConfiguration> ofNumbers = [];
    private readonly List<NamedConfiguration> ofBytes = [];

    private Filters(TypeString type) => Stored = type;

    /// <summary>Codecs before the <c>bytes</c> codec.</summary>
    internal IReadOnlyList<NamedConfiguration> OfNumbers => ofNumbers;

    /// <summary>Codecs after the <c>bytes</c> codec.</summary>
    internal IReadOnlyList<NamedConfiguration> OfBytes => ofBytes;

    /// <summary>Type and byte order of the numbers that are stored.</summary>
    internal TypeString Stored { get; private set; }

    /// <summary>Reads the member, which may be missing, null or an empty list.</summary>
    /// <param name="json">The member.</param>
    /// <param name="type">Type of the elements of the array.</param>
    /// <exception cref="InvalidMetadataException">The member is no list of filters.</exception>
    /// <exception cref="UnsupportedFeatureException">A filter is not supported; the exception names it.</exception>
    internal static Filters Read(JsonElement? json, TypeString type)
    {
        var filters = new Filters(type);
        if (json is not { ValueKind: not JsonValueKind.Null } list)
        {
            return filters;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > ArrayMetadataJson.MaxCodecs)
        {
            throw new InvalidMetadataException($"filters: expected null or a list of at most {ArrayMetadataJson.MaxCodecs} filters, found {list.Excerpt()}");
        }

        for (var i = 0; i < list.GetArrayLength(); i++)
        {
            filters.Add(Compressors.ReadId(list[i], $"filters[{i}]", out var members), members, $"filters[{i}]");
        }

        return filters;
    }

    private void Add(string id, JsonObject members, string where)
    {
        switch (id)
        {
            case "delta" or "fixedscaleoffset" or "quantize":
                AddOfNumbers(id, members, where, "dtype", "astype");
                break;
            case "astype":
                AddOfNumbers(id, members, where, "decode_dtype", "encode_dtype");
                break;
            case "bitround" or "packbits":
                AddOfNumbers(id, members, where);
                Stored = id == "packbits" ? new TypeString(DataType.UInt8, IsBigEndian: false) : Stored;
                break;
            case "shuffle":
                members["elementsize"] ??= 4;
                ofBytes.Add(new NamedConfiguration(Numcodecs.Prefix + id, members));
                break;
            case "crc32" or "crc32c" or "adler32" or "fletcher32" or "blosc" or "zstd" or "gzip" or "zlib" or "lz4" or "bz2" or "lzma":
                ofBytes.Add(Numcodecs.Compressor(id, members, Stored.DataType));
                break;
            default:
                throw new UnsupportedFeatureException(
                    id,
                    $"the filter \"{JsonExcerpt.Excerpt(id)}\" is not supported; there are delta, shuffle, bitround, fixedscaleoffset, quantize, packbits, astype, crc32, crc32c, adler32, fletcher32 and compressors");
        }
    }

    private void AddOfNumbers(string id, JsonObject members, string where)
    {
        if (ofBytes.Count > 0)
        {
            throw new UnsupportedFeatureException(id, $"{where}: the filter \"{id}\" after {ofBytes[^1].Name}, which makes bytes of the numbers, is not supported");
        }

        ofNumbers.Add(new NamedConfiguration(Numcodecs.Prefix + id, members));
    }

    /// <summary>Adds a filter that names the types on both of its sides. The codecs of v3 leave byte order to the <c>bytes</c> codec.</summary>
    private void AddOfNumbers(string id, JsonObject members, string where, string elementsMember, string storedMember)
    {
        AddOfNumbers(id, members, where);
        var elements = ReadType(members, elementsMember, where) ?? Stored;
        if (elements.IsBigEndian != Stored.IsBigEndian && elements.DataType.Size > 1)
        {
            throw new UnsupportedFeatureException(
                id, $"{where}: the filter \"{id}\" takes numbers in {Order(elements)} endian, but they are in {Order(Stored)} endian there; that is not supported");
        }

        Stored = ReadType(members, storedMember, where) ?? elements;
        members[elementsMember] = elements.DataType.Name;
        members[storedMember] = Stored.DataType.Name;
    }

    private static string Order(TypeString type) => type.IsBigEndian ? "big" : "little";

    private static TypeString? ReadType(JsonObject members, string member, string where)
    {
        if (members[member] is not { } json)
        {
            return null;
        }

        var text = json.GetValueKind() == JsonValueKind.String ? json.GetValue<string>() : json.ToJsonString();
        return NumpyType.Parse(text, out var isBigEndian) is { } type
            ? new TypeString(type, isBigEndian)
            : throw new UnsupportedFeatureException(text, $"{where}: the {member} \"{JsonExcerpt.Excerpt(text)}\" is not supported");
    }
}
