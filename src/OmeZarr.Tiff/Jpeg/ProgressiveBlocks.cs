namespace OmeZarr.Tiff.Jpeg;

/// <summary>Blocks of which a scan holds some bits of some coefficients (ITU-T T.81, G.1.2, G.2).</summary>
internal ref struct ProgressiveBlocks : IScanBlocks
{
    private readonly ScanHeader scan;
    private readonly HuffmanTable? ac;
    private int emptyBlocks; // Blocks from here on that have no more coefficients in this scan (EOBRUN).

    public ProgressiveBlocks(JpegTables tables, ScanHeader scan)
    {
        this.scan = scan;
        ac = scan.Spectrum.First > 0 ? tables.Ac(scan.Components[0].TableIndexes.Ac) : null;
        foreach (var component in scan.Components)
        {
            component.DcTable = ac is null && scan.Approximation.High == 0 ? tables.Dc(component.TableIndexes.Dc) : null;
        }
    }

    public void Decode(JpegComponent component, int x, int y, ref EntropyReader reader)
    {
        var block = component.Coefficients.AsSpan(64 * ((y * component.Blocks.Across) + x), 64);
        if (ac is null)
        {
            DecodeDc(component, block, ref reader);
        }
        else if (scan.Approximation.High == 0)
        {
            DecodeFirst(ac, block, ref reader);
        }
        else
        {
            Refine(ac, block, ref reader);
        }
    }

    public void Restart()
    {
        emptyBlocks = 0;
        foreach (var component in scan.Components)
        {
            component.DcPrediction = 0;
        }
    }

    private readonly void DecodeDc(JpegComponent component, Span<short> block, ref EntropyReader reader)
    {
        if (scan.Approximation.High > 0)
        {
            block[0] |= (short)(reader.Bits(1) << scan.Approximation.Low);
            return;
        }

        component.DcPrediction += reader.Signed(reader.Symbol(component.DcTable!) & 15);
        block[0] = (short)(component.DcPrediction << scan.Approximation.Low);
    }

    private void DecodeFirst(HuffmanTable table, Span<short> block, ref EntropyReader reader)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }

        for (var k = scan.Spectrum.First; k <= scan.Spectrum.Last; k++)
        {
            var symbol = reader.Symbol(table);
            var (run, length) = (symbol >> 4, symbol & 15);
            if (length == 0 && run < 15)
            {
                emptyBlocks = (1 << run) + reader.Bits(run) - 1;
                return;
            }

            k += run;
            if (length > 0)
            {
                block[Place(k)] = (short)(reader.Signed(length) << scan.Approximation.Low);
            }
        }
    }

    private void Refine(HuffmanTable table, Span<short> block, ref EntropyReader reader)
    {
        var k = scan.Spectrum.First;
        while (emptyBlocks == 0 && k <= scan.Spectrum.Last)
        {
            var symbol = reader.Symbol(table);
            var (run, length) = (symbol >> 4, symbol & 15);
            if (length == 0 && run < 15)
            {
                emptyBlocks = (1 << run) + reader.Bits(run);
                break;
            }

            var value = length == 0 ? 0 : reader.Bits(1) == 1 ? 1 << scan.Approximation.Low : -1 << scan.Approximation.Low;
            k = PassZeros(block, k, run, ref reader);
            if (value != 0)
            {
                block[Place(k)] = (short)value;
            }

            k++;
        }

        if (emptyBlocks > 0)
        {
            PassZeros(block, k, int.MaxValue, ref reader);
            emptyBlocks--;
        }
    }

    /// <summary>Corrects coefficients that are not 0 up to the zero after <paramref name="zeros"/> others, and returns the place of that zero.</summary>
    private readonly int PassZeros(Span<short> block, int k, int zeros, ref EntropyReader reader)
    {
        var bit = (short)(1 << scan.Approximation.Low);
        for (; k <= scan.Spectrum.Last; k++)
        {
            ref var value = ref block[ZigZag.Order[k]];
            if (value == 0)
            {
                if (zeros-- == 0)
                {
                    break;
                }
            }
            else if (reader.Bits(1) == 1 && (value & bit) == 0)
            {
                value += value > 0 ? bit : (short)-bit;
            }
        }

        return k;
    }

    private readonly int Place(int k) =>
        k <= scan.Spectrum.Last ? ZigZag.Order[k] : throw new InvalidDataException("a block of its JPEG data has too many coefficients");
}
