using System.Numerics;
using System.Runtime.InteropServices;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>The arithmetic of <c>scale_offset</c> for floating point numbers, where every result is a number, infinite, or NaN.</summary>
internal sealed class ScaledFloats<T>(CodecInput input, T offset, T scale)
    : ElementFilter(ScaleOffsetCodec.CodecName, input, input.DataType, StoredFill(input.FillValue, offset, scale))
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored)
    {
        var from = MemoryMarshal.Cast<byte, T>(elements);
        var to = MemoryMarshal.Cast<byte, T>(stored)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (from[i] - offset) * scale;
        }
    }

    protected override void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements)
    {
        var from = MemoryMarshal.Cast<byte, T>(stored);
        var to = MemoryMarshal.Cast<byte, T>(elements)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (from[i] / scale) + offset;
        }
    }

    private static FillValue StoredFill(FillValue fill, T offset, T scale) => FillValue.Of((fill.As<T>() - offset) * scale);
}
