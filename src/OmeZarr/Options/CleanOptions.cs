namespace OmeZarr;

/// <summary>Options of <see cref="OmeWriter.CleanAsync"/>.</summary>
public sealed record CleanOptions
{
    /// <summary>Whether to report leftovers without removing them.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether to remove leftovers, too, whose writer may still run, because it ran on another machine or before the last boot. Set it only when no writer runs.
    /// The folders of running writers of this machine stay in any case.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>The age from which an unfinished file of a single value (chunk, document) is a leftover; a day by default.</summary>
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
