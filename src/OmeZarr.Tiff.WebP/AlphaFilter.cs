namespace OmeZarr.Tiff.WebP;

/// <summary>Undoes the prediction of opacities (RFC 9649, section 2.7.1.2): each value is stored as the difference to what its neighbours predict.</summary>
internal static class AlphaFilter
{
    /// <param name="method">0: none; 1: from the left; 2: from above; 3: from both and the value between them.</param>
    /// <param name="values">Rows of values.</param>
    /// <param name="width">Values of a row.</param>
    internal static void Undo(int method, Span<byte> values, int width)
    {
        for (var i = 0; method != 0 && i < values.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            var prediction = (x, y) switch
            {
                (0, 0) => 0,
                (0, _) => values[i - width],
                (_, 0) => values[i - 1],
                _ => method switch
                {
                    1 => values[i - 1],
                    2 => values[i - width],
                    _ => Math.Clamp(values[i - 1] + values[i - width] - values[i - width - 1], 0, 255),
                },
            };
            values[i] = unchecked((byte)(values[i] + prediction));
        }
    }
}
