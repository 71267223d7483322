using System.Numerics;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>The samples of all components, each at its own resolution.</summary>
/// <typeparam name="T">Byte for samples of 8 bits, ushort for 12 bits.</typeparam>
internal sealed class SamplePlanes<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly JpegFrame frame;
    private readonly T[][] planes;
    private readonly int extraBits;
    private readonly int center;
    private readonly int[] samples = new int[64];

    public SamplePlanes(JpegFrame frame, int bits)
    {
        (this.frame, center, extraBits) = (frame, 1 << (bits - 1), bits == 8 ? 2 : 1);
        planes = [.. frame.Components.Select(c => new T[64 * c.Blocks.Across * c.Blocks.Down])];
    }

    /// <summary>One row of samples that belong to the image. Rows beyond the image repeat the nearest.</summary>
    public ReadOnlySpan<T> Row(int component, int row)
    {
        var (width, height) = frame.Components[component].Size;
        return planes[component].AsSpan(Math.Clamp(row, 0, height - 1) * Stride(component), width);
    }

    /// <summary>Transforms a block of coefficients and puts its samples in their place.</summary>
    public void Put(JpegComponent component, int x, int y, ReadOnlySpan<short> block, bool isConstant)
    {
        var index = component.Index;
        var stride = Stride(index);
        var target = planes[index].AsSpan((8 * y * stride) + (8 * x));
        if (isConstant)
        {
            var value = ToSample(InverseDct.Constant(block[0], component.Quantization![0], extraBits));
            for (var row = 0; row < 8; row++)
            {
                target.Slice(row * stride, 8).Fill(value);
            }

            return;
        }

        InverseDct.Transform(block, component.Quantization, extraBits, samples);
        for (var row = 0; row < 8; row++)
        {
            var from = samples.AsSpan(8 * row, 8);
            var to = target.Slice(row * stride, 8);
            for (var i = 0; i < 8; i++)
            {
                to[i] = ToSample(from[i]);
            }
        }
    }

    /// <summary>Transforms the coefficients that progressive scans have collected.</summary>
    public void PutCoefficients(JpegComponent component)
    {
        for (var y = 0; y < component.Blocks.Down; y++)
        {
            for (var x = 0; x < component.Blocks.Across; x++)
            {
                var block = component.Coefficients.AsSpan(64 * ((y * component.Blocks.Across) + x), 64);
                Put(component, x, y, block, isConstant: !block[1..].ContainsAnyExcept((short)0));
            }
        }
    }

    private int Stride(int component) => 8 * frame.Components[component].Blocks.Across;

    private T ToSample(int value) => T.CreateTruncating(Math.Clamp(value + center, 0, (2 * center) - 1));
}
