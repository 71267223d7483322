namespace OmeZarr.Writing.Dividing;

/// <summary>Divides the levels of an image into tracks.</summary>
/// <param name="pieceBytes">The bytes of level 0 (of the source) that a piece should not exceed.</param>
/// <param name="taskBytes">The bytes that it may have if the first computed level could not be written with level 0 otherwise, because level 0 would then be read twice.</param>
internal sealed class TrackPlanner(long pieceBytes, long taskBytes)
{
    internal IReadOnlyList<Track> Divide(DividedImage image)
    {
        if (!image.IsComputed)
        {
            return [.. Enumerable.Range(0, image.Levels.Count).Select(level => TrackOf(image, 0, level, level, level))];
        }

        var tracks = new List<Track>();
        for (var (source, first) = (0, 0); first < image.Levels.Count; (source, first) = (tracks[^1].Top, tracks[^1].Top + 1))
        {
            tracks.Add(TrackOf(image, tracks.Count, source, first, TopOf(image, source, first)));
        }

        return tracks;
    }

    private Track TrackOf(DividedImage image, int wave, int source, int first, int top)
    {
        var isWhole = image.BytesOf(source) <= pieceBytes;
        return new Track(wave, source, first, top, isWhole ? 1 : image.Levels[top].WriteUnitCount, isWhole);
    }

    /// <summary>The last level that can be written together with the first, in pieces that are small enough.</summary>
    private int TopOf(DividedImage image, int source, int first)
    {
        if (image.BytesOf(source) <= pieceBytes)
        {
            return image.Levels.Count - 1;
        }

        var top = first;
        while (top + 1 < image.Levels.Count && Nests(image, top + 1) && BytesBelow(image, source, top + 1) <= (top == 0 ? taskBytes : pieceBytes))
        {
            top++;
        }

        return top;
    }

    /// <summary>Whether below each unit of a level lie whole units of the finer one.</summary>
    private static bool Nests(DividedImage image, int level)
    {
        var grids = TrackGrids.Of(image, level - 1, level);
        return Enumerable.Range(0, grids[0].Rank).All(d => grids[1][d].Units == 1 || grids[1][d].Unit * grids[0][d].Factor % grids[0][d].Unit == 0);
    }

    private static double BytesBelow(DividedImage image, int source, int level)
    {
        var lengths = image.Levels[level].WriteUnit.Select((unit, d) => (double)Math.Min(unit, Math.Max(1, image.Levels[level].Shape[d]))).ToArray();
        for (var finer = level - 1; finer >= source; finer--)
        {
            lengths = [.. lengths.Select((length, d) => Math.Min(length * image.Steps[finer].Factors[d], image.Levels[finer].Shape[d]))];
        }

        return lengths.Aggregate((double)image.Levels[0].DataType.Size, (product, length) => product * length);
    }
}
