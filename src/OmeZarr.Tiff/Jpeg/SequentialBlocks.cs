using System.Numerics;
using System.Runtime.CompilerServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>Blocks that a scan holds whole (ITU-T T.81, F.2): they become samples at once.</summary>
internal readonly ref struct SequentialBlocks<T>(JpegTables tables, ScanHeader scan, SamplePlanes<T> planes) : IScanBlocks
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly HuffmanTable[] dc = [.. scan.Components.Select(c => tables.Dc(c.DcTable))];
    private readonly HuffmanTable[] ac = [.. scan.Components.Select(c => tables.Ac(c.AcTable))];
    private readonly short[] block = new short[64];

    public void Decode(JpegComponent component, int x, int y, ref EntropyReader reader)
    {
        var index = Array.IndexOf(scan.Components, component);
        var last = Read(component, dc[index], ac[index], ref reader);
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

    /// <summary>Reads the coefficients and returns the place of the last one that is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Read(JpegComponent component, HuffmanTable dcTable, HuffmanTable acTable, ref EntropyReader reader)
    {
        var coefficients = block;
        component.DcPrediction += reader.Signed(reader.Symbol(dcTable) & 15);
        coefficients[0] = (short)component.DcPrediction;
        var last = 0;
        for (var k = 1; k < 64; k++)
        {
            var symbol = reader.Symbol(acTable);
            var length = symbol & 15;
            k += symbol >> 4;
            if (length == 0)
            {
                if (symbol != 0xF0)
                {
                    break;
                }

                continue;
            }

            if (k > 63)
            {
                throw new InvalidDataException("a block of its JPEG data has too many coefficients");
            }

            coefficients[ZigZag.Order[k]] = (short)reader.Signed(length);
            last = k;
        }

        return last;
    }
}
