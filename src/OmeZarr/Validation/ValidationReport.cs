namespace OmeZarr;

/// <summary>The result of a validation. The same store gives the same report, however many nodes are checked at the same time.</summary>
public sealed record ValidationReport
{
    /// <summary>The version of OME-Zarr that the root states, <c>0.5</c> or <c>0.4</c>, or an earlier one; null if the root has no OME-Zarr metadata.</summary>
    public string? Version { get; init; }

    /// <summary>The kind of the root; null if it has no OME-Zarr metadata.</summary>
    public OmeDocumentKind? Kind { get; init; }

    /// <summary>
    /// What was found, ordered by the path of the node (<c>A/2</c> before <c>A/10</c>, a group before what is in it), then as in its document. At most
    /// <see cref="ValidationOptions.MaxFindings"/>: the gravest.
    /// </summary>
    public required IReadOnlyList<StoreFinding> Findings { get; init; }

    /// <summary>Number of errors, also those that are not listed.</summary>
    public long ErrorCount { get; init; }

    /// <summary>Number of warnings, also those that are not listed.</summary>
    public long WarningCount { get; init; }

    /// <summary>Number of pieces of advice, also those that are not listed.</summary>
    public long AdviceCount { get; init; }

    /// <summary>Number of findings of each rule that has any, also those that are not listed.</summary>
    public required IReadOnlyDictionary<string, long> CountsByRule { get; init; }

    /// <summary>Whether there is no error.</summary>
    public bool IsValid => ErrorCount == 0;

    /// <summary>Whether the store could be listed. If not, nodes and files that no metadata name were not looked for.</summary>
    public bool WasListed { get; init; }

    /// <summary>Number of groups and arrays that were found and checked.</summary>
    public long NodesChecked { get; init; }

    /// <summary>Number of arrays among them.</summary>
    public long ArraysChecked { get; init; }

    /// <summary>Number of chunks that were decoded (<see cref="ValidationOptions.Data"/>).</summary>
    public long ChunksChecked { get; init; }

    /// <summary>Stored bytes of these chunks.</summary>
    public long BytesChecked { get; init; }
}
