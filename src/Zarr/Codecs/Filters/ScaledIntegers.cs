using System.Numerics;
using System.Runtime.InteropServices;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>The arithmetic of <c>scale_offset</c> for integers, where a result that the data type does not have is an error.</summary>
internal sealed class ScaledIntegers<T>(CodecInput input, T offset, T scale)
    : ElementFilter(ScaleOffsetCodec.CodecName, input, input.DataType, StoredFill(input.FillValue, offset, scale))
    where T : unmanaged, IBinaryInteger<T>
{
    private string Type => Output.DataType.Name;

    protected override void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored)
    {
        var from = MemoryMarshal.Cast<byte, T>(elements);
        var done = Encode(from, MemoryMarshal.Cast<byte, T>(stored), offset, scale);
        if (done < from.Length)
        {
            throw new ArgumentException($"codec {Name}: {from[done]} cannot be stored, because ({from[done]} - {offset}) * {scale} is no {Type}");
        }
    }

    protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements)
    {
        var from = MemoryMarshal.Cast<byte, T>(stored);
        var done = Decode(from, MemoryMarshal.Cast<byte, T>(elements), offset, scale);
        if (done < from.Length)
        {
            throw new CorruptDataException(Name, $"{from[done]} is stored, but {from[done]} / {scale} + {offset} is no {Type}");
        }
    }

    private static FillValue StoredFill(FillValue fill, T offset, T scale)
    {
        var stored = new T[1];
        return Encode([fill.As<T>()], stored, offset, scale) == 1
            ? FillValue.Of(stored[0])
            : throw new InvalidMetadataException($"codec {ScaleOffsetCodec.CodecName}: the fill value {fill} cannot be stored as {fill.DataType}");
    }

    /// <summary>Encodes up to the first element that cannot be stored; returns their number.</summary>
    private static int Encode(ReadOnlySpan<T> from, Span<T> to, T offset, T scale)
    {
        var done = 0;
        try
        {
            for (; done < from.Length; done++)
            {
                to[done] = checked((from[done] - offset) * scale);
            }
        }
        catch (OverflowException)
        {
            // The caller says which element it is.
        }

        return done;
    }

    /// <summary>Decodes up to the first element that stands for none; returns their number.</summary>
    private static int Decode(ReadOnlySpan<T> from, Span<T> to, T offset, T scale)
    {
        var done = 0;
        try
        {
            for (; done < from.Length; done++)
            {
                var quotient = from[done] / scale;
                if (checked(quotient * scale) != from[done])
                {
                    break;
                }

                to[done] = checked(quotient + offset);
            }
        }
        catch (OverflowException)
        {
            // The caller says which element it is.
        }

        return done;
    }
}
