using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>numcodecs.astype</c> codec of zarr-python, in Zarr v2 the filter <c>astype</c>: stored are the elements in another data type, converted as NumPy does it. The codec may lose digits
/// and is only read; new arrays use <c>cast_value</c>. Immutable and thread-safe.
/// </summary>
/// <param name="Elements">Data type of the elements (member <c>decode_dtype</c>); null for that of the array.</param>
/// <param name="Stored">Data type of the stored numbers (member <c>encode_dtype</c>).</param>
internal sealed record AsTypeCodec(DataType? Elements, DataType Stored) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.astype";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration: <c>encode_dtype</c> is required.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or no data type.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "id", "encode_dtype", "decode_dtype");
        return new AsTypeCodec(reader.NumpyTypeOrNull("decode_dtype"), reader.NumpyTypeOf("encode_dtype"));
    }

    /// <summary>Reads the configuration of <c>numcodecs.quantize</c>, whose numbers were rounded when they were written and are read as they are stored.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or no data type.</exception>
    public static ICodec FromQuantize(JsonObject? configuration)
    {
        var reader = new CodecConfiguration("numcodecs.quantize", configuration, "id", "digits", "dtype", "astype");
        var elements = reader.NumpyTypeOrNull("dtype");
        return new AsTypeCodec(elements, reader.NumpyTypeOrNull("astype") ?? elements ?? reader.NumpyTypeOf("dtype"));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, StoredTypes.ToJson(("encode_dtype", Stored), ("decode_dtype", Elements)));

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(input, StoredTypes.Of(Name, input, Elements, Stored));
    }

    private sealed class Bound(CodecInput input, StoredTypes types) : ElementFilter(CodecName, input, types.Stored, types.CastFill(input.FillValue))
    {
        private readonly NumberCast toElements = NumberCasts.Between(types.Stored, types.Elements);

        protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements) => toElements(stored, elements);
    }
}
