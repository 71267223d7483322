namespace OmeZarr;

/// <summary>A leftover of a killed writer, and its state after <see cref="OmeWriter.CleanAsync"/>.</summary>
/// <param name="Path">The absolute path of the leftover.</param>
/// <param name="State">Its state.</param>
public sealed record Leftover(string Path, LeftoverState State)
{
    /// <summary>Where the hierarchy is again that the writer had set aside; null if it had set none aside, or another one is in its place.</summary>
    public string? Destination { get; init; }

    /// <summary>Why it could not be removed; null if nothing went wrong.</summary>
    public string? Problem { get; init; }
}

/// <summary>What became of a leftover, or with <see cref="CleanOptions.DryRun"/> would have.</summary>
public enum LeftoverState
{
    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>The old hierarchy that it had set aside was put back in its place, the rest was removed.</summary>
    Restored,

    /// <summary>Its writer is at work; it is no leftover.</summary>
    InUse,

    /// <summary>
    /// Whether its writer is at work cannot be seen from here: it was made on another machine, before the last boot, or the file system has no locks. It stays, unless
    /// <see cref="CleanOptions.Force"/> is set.
    /// </summary>
    Unknown,

    /// <summary>It is a leftover and could not be removed; <see cref="Leftover.Problem"/> tells why.</summary>
    Failed,
}
