using System.Numerics;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>A scan of lossless JPEG: differences between samples and what their neighbours predict (ITU-T T.81, annex H).</summary>
internal sealed class LosslessScan
{
    private readonly LosslessFrame frame;
    private readonly HuffmanTable[] tables;
    private readonly int predictor;
    private readonly int lostBits;
    private readonly int restartInterval;

    private LosslessScan(LosslessFrame frame, int[] components, HuffmanTable[] tables, (int Predictor, int LostBits, int RestartInterval) options)
    {
        (this.frame, Components, this.tables) = (frame, components, tables);
        (predictor, lostBits, restartInterval) = options;
    }

    /// <summary>The places of its components in the frame.</summary>
    public int[] Components { get; }

    /// <summary>Reads the header of a scan.</summary>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static LosslessScan Read(ReadOnlySpan<byte> segment, LosslessFrame frame, JpegTables tables)
    {
        var count = segment.IsEmpty ? 0 : segment[0];
        if (count is 0 or > 4 || segment.Length < 4 + (2 * count))
        {
            throw new InvalidDataException("a JPEG scan header is damaged");
        }

        var (components, huffman) = (new int[count], new HuffmanTable[count]);
        for (var i = 0; i < count; i++)
        {
            components[i] = Array.IndexOf(frame.Ids, segment[1 + (2 * i)]);
            huffman[i] = tables.Dc(segment[2 + (2 * i)] >> 4);
        }

        var (predictor, lostBits) = (segment[1 + (2 * count)], segment[3 + (2 * count)] & 15);
        // The interval counts samples of each component, and must be whole rows, as a prediction needs the row above.
        var isPossible = !components.Contains(-1) && predictor is >= 1 and <= 7 && lostBits < frame.Bits && tables.RestartInterval % frame.Width == 0;
        return isPossible ? new LosslessScan(frame, components, huffman, (predictor, lostBits, tables.RestartInterval / frame.Width)) : throw new InvalidDataException("a JPEG scan header is impossible");
    }

    /// <summary>Decodes the samples into their places.</summary>
    /// <returns>The position after the scan.</returns>
    public int Decode<T>(EntropyReader reader, JpegRequest request, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (above, row) = (new int[frame.RowSamples], new int[frame.RowSamples]);
        var pitch = request.Size.Width * request.Components;
        for (var y = 0; y < frame.Height; y++)
        {
            var isRestart = restartInterval > 0 && y > 0 && y % restartInterval == 0;
            if (isRestart)
            {
                reader.Restart((y / restartInterval) - 1);
            }

            DecodeRow(ref reader, y == 0 || isRestart, above, row);
            reader.RequireNoOverrun();
            if (y < request.Size.Height)
            {
                Put(row, destination.Slice(y * pitch, frame.RowSamples));
            }

            (above, row) = (row, above);
        }

        reader.Finish();
        return reader.Position;
    }

    private void DecodeRow(ref EntropyReader reader, bool isFirst, ReadOnlySpan<int> above, Span<int> row)
    {
        var step = frame.Ids.Length;
        for (var x = 0; x < frame.Width; x++)
        {
            for (var c = 0; c < Components.Length; c++)
            {
                var i = (x * step) + Components[c];
                var prediction = (isFirst, x) switch
                {
                    (true, 0) => 1 << (frame.Bits - lostBits - 1),
                    (true, _) => row[i - step],
                    (false, 0) => above[i],
                    _ => Predict(row[i - step], above[i], above[i - step]),
                };
                row[i] = (prediction + ReadDifference(ref reader, tables[c])) & 0xFFFF;
            }
        }
    }

    private int Predict(int left, int above, int diagonal) => predictor switch
    {
        1 => left,
        2 => above,
        3 => diagonal,
        4 => left + above - diagonal,
        5 => left + ((above - diagonal) >> 1),
        6 => above + ((left - diagonal) >> 1),
        _ => (left + above) >> 1,
    };

    // 16 stands for the one difference that has no bits behind it.
    private static int ReadDifference(ref EntropyReader reader, HuffmanTable table) => reader.Symbol(table) switch
    {
        16 => 1 << 15,
        < 16 and var length => reader.Signed(length),
        _ => throw new InvalidDataException("its JPEG data has an impossible difference"),
    };

    private void Put<T>(ReadOnlySpan<int> row, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        var step = frame.Ids.Length;
        foreach (var component in Components)
        {
            for (var i = component; i < row.Length; i += step)
            {
                destination[i] = T.CreateTruncating(row[i] << lostBits);
            }
        }
    }
}
