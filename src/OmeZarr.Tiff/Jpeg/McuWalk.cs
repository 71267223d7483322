namespace OmeZarr.Tiff.Jpeg;

/// <summary>Walks the blocks of a scan in the order of the stream (ITU-T T.81, A.2), and passes the restart markers.</summary>
internal static class McuWalk
{
    /// <summary>Decodes all blocks of a scan.</summary>
    /// <returns>The position after the scan.</returns>
    public static int Decode<TBlocks>(JpegFrame frame, ScanHeader scan, int restartInterval, ref TBlocks blocks, EntropyReader reader)
        where TBlocks : IScanBlocks, allows ref struct
    {
        var isSingle = scan.Components.Length == 1;
        var (across, down) = isSingle ? scan.Components[0].ImageBlocks : frame.Mcus;
        var (left, restarts) = (restartInterval, 0);
        for (var y = 0; y < down; y++)
        {
            for (var x = 0; x < across; x++)
            {
                if (restartInterval > 0 && left-- == 0)
                {
                    reader.Restart(restarts++);
                    blocks.Restart();
                    left = restartInterval - 1;
                }

                if (isSingle)
                {
                    blocks.Decode(scan.Components[0], x, y, ref reader);
                }
                else
                {
                    DecodeMcu(scan.Components, x, y, ref blocks, ref reader);
                }

                reader.RequireNoOverrun();
            }
        }

        reader.Finish();
        return reader.Position;
    }

    private static void DecodeMcu<TBlocks>(JpegComponent[] components, int x, int y, ref TBlocks blocks, ref EntropyReader reader)
        where TBlocks : IScanBlocks, allows ref struct
    {
        foreach (var component in components)
        {
            var (horizontal, vertical) = component.Sampling;
            for (var v = 0; v < vertical; v++)
            {
                for (var h = 0; h < horizontal; h++)
                {
                    blocks.Decode(component, (x * horizontal) + h, (y * vertical) + v, ref reader);
                }
            }
        }
    }
}

/// <summary>Decodes the part of a block that a scan holds.</summary>
internal interface IScanBlocks
{
    void Decode(JpegComponent component, int x, int y, ref EntropyReader reader);

    /// <summary>Forgets what was before a restart marker.</summary>
    void Restart();
}
