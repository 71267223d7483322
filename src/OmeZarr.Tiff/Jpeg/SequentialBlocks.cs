using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>Blocks that a scan holds whole (ITU-T T.81, F.2): they become samples at once.</summary>
internal readonly ref struct SequentialBlocks<T> : IScanBlocks
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly ScanHeader scan;
    private readonly SamplePlanes<T> planes;
    private readonly short[] block = new short[64];

    public SequentialBlocks(JpegTables tables, ScanHeader scan, SamplePlanes<T> planes)
    {
        (this.scan, this.planes) = (scan, planes);
        foreach (var component in scan.Components)
        {
            component.DcTable = tables.Dc(component.TableIndexes.Dc);
            component.AcTable = tables.Ac(component.TableIndexes.Ac);
        }
    }

    public void Decode(JpegComponent component, int x, int y, ref EntropyReader reader)
    {
        component.DcPrediction += reader.Signed(reader.Symbol(component.DcTable!) & 15);
        block[0] = (short)component.DcPrediction;
        var last = ReadOthers(component.AcTable!, block, ref reader);
        planes.Put(component, x, y, block, isConstant: last == 0);
        block.AsSpan().Clear();
    }

    public void Restart()
    {
        foreach (var component in scan.Components)
        {
            component.DcPrediction = 0;
        }
    }

    /// <summary>Reads all coefficients but the first and returns the place of the last one that is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadOthers(HuffmanTable table, Span<short> coefficients, ref EntropyReader reader)
    {
        var last = 0;
        // In registers; a code and the number behind it have 32 bits at most.
        var (bits, count) = reader.Buffer;
        for (var k = 1; k < 64; k++)
        {
            if (count < 32)
            {
                reader.Buffer = (bits, count);
                reader.Fill();
                (bits, count) = reader.Buffer;
            }

            var found = table.Find(bits);
            var (used, length) = (found >> 8, found & 15);
            k += (found >> 4) & 15;
            if (length == 0)
            {
                bits <<= used;
                count -= used;
                if ((found & 0xFF) != 0xF0)
                {
                    break;
                }

                continue;
            }

            var value = (int)((bits << used) >> (64 - length));
            value -= value < 1 << (length - 1) ? (1 << length) - 1 : 0;
            bits <<= used + length;
            count -= used + length;
            coefficients[k < 64 ? ZigZag.Order[k] : throw new InvalidDataException("a block of its JPEG data has too many coefficients")] = (short)value;
            last = k;
        }

        reader.Buffer = (bits, count);
        return last;
    }
}
