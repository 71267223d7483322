namespace OmeZarr;

/// <summary>A leftover of a killed writer, and its state after <see cref="OmeWriter.CleanAsync"/>.</summary>
/// <param name="Path">The absolute path of the leftover.</param>
/// <param name="State">Its state.</param>
public sealed record Leftover(string Path, LeftoverState State)
{
    /// <summary>The path of the restored hierarchy, which the writer had set aside or was about to publish; null if none was restored.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether it holds the parts of a planned conversion that is not finished (<see cref="ConversionPlan"/>). The plan can still be continued with them, so only force removes them.</summary>
    public bool IsPlan { get; init; }

    /// <summary>The reason why it could not be removed; null if there was no error.</summary>
    public string? Problem { get; init; }
}

/// <summary>The state of a leftover after cleaning; in a dry run, the state that cleaning would lead to.</summary>
public enum LeftoverState
{
    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>The hierarchy that its writer had set aside was restored, and the rest was removed.</summary>
    Restored,

    /// <summary>Its writer is running, or a task of its plan wrote there a short time ago, so it is no leftover.</summary>
    InUse,

    /// <summary>Its writer may be running: it ran on another machine, or before the last boot, or the file system has no locks. Or it belongs to a plan that can still be continued. Only force removes it.</summary>
    Unknown,

    /// <summary>It could not be removed; <see cref="Leftover.Problem"/> has the reason.</summary>
    Failed,
}
