using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Casting;

/// <summary>The <c>cast_value</c> codec bound to the chunks of an array.</summary>
internal sealed class BoundCast(CodecInput input, DataType stored, ValueCast encode, ValueCast decode)
    : ElementFilter(CastValueCodec.CodecName, input, stored, StoredFill(input.FillValue, stored, encode))
{
    private readonly FillValue fill = input.FillValue;

    protected override void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored)
    {
        RequireFill();
        var done = encode.Convert(elements, stored);
        if (done * fill.DataType.Size < elements.Length)
        {
            throw new ArgumentException($"codec {Name}: {encode.Text(elements, done)} cannot be stored as {Output.DataType}");
        }
    }

    protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements)
    {
        var done = decode.Convert(stored, elements);
        if (done * Output.DataType.Size < stored.Length)
        {
            throw new CorruptDataException(Name, $"{decode.Text(stored, done)} is stored, which cannot be read as {fill.DataType}");
        }
    }

    private static FillValue StoredFill(FillValue fill, DataType stored, ValueCast encode)
    {
        var element = new byte[stored.Size];
        return encode.Convert(fill.Bytes, element) == 1
            ? FillValue.FromElement(element, stored)
            : throw new InvalidMetadataException($"codec {CastValueCodec.CodecName}: the fill value {fill} cannot be stored as {stored}");
    }

    /// <summary>
    /// Throws if the fill value becomes another value when it is read again. The codec's specification forbids such arrays. Some exist, and they can be read; but none are written.
    /// </summary>
    private void RequireFill()
    {
        var again = new byte[fill.DataType.Size];
        var isRead = decode.Convert(Output.FillValue.Bytes, again) == 1;
        if (!isRead || !ScalarCast.AreEqual(again, fill.Bytes, fill.DataType))
        {
            throw new InvalidMetadataException($"codec {Name}: the fill value {fill} is stored as {Output.FillValue}, which is not read as {fill}");
        }
    }
}
