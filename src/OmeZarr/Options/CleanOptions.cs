namespace OmeZarr;

/// <summary>What <see cref="OmeWriter.CleanAsync"/> removes.</summary>
public sealed record CleanOptions
{
    /// <summary>Whether nothing is changed, only told.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether also leftovers are removed whose writer cannot be judged, because it ran on another machine or before the last boot. Set it only when no writer is at work.
    /// What a writer of this machine is seen to work on stays in any case.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>How old the unfinished file of a single value (chunk, document) must be to be taken for a leftover; a day unless said otherwise. Values are written in moments.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative time.</exception>
    public TimeSpan DraftAge
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromDays(1);
}
