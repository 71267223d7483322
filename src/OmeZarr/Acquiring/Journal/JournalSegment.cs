namespace OmeZarr.Acquiring.Journal;

/// <summary>A segment of a journal, and which of its frames belong to the last durable point. The others were stored before it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">Numbers of the frames in the file: first and last of each range.</param>
internal sealed record JournalSegment(string Path, IReadOnlyList<(int First, int Last)> Frames)
{
    /// <summary>How many frames belong to the point.</summary>
    internal long Count => Frames.Sum(range => (long)range.Last - range.First + 1);

    internal bool Holds(int number) => Frames.Any(range => number >= range.First && number <= range.Last);
}
