using Zarr;

namespace OmeZarr;

/// <summary>Options of <see cref="OmeStoreValidator"/>.</summary>
public sealed record ValidationOptions
{
    /// <summary>The default options.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Whether to report recommended members that are missing, too (<see cref="ValidationRule.OnlyStrict"/>). Most stores leave them out.</summary>
    public bool Strict { get; init; }

    /// <summary>How many chunks are read. The default is none.</summary>
    public DataCheck Data { get; init; }

    /// <summary>Ids of the rules to apply; null for all. <see cref="ValidationRule.All"/> has the ids.</summary>
    public IReadOnlyCollection<string>? Rules { get; init; }

    /// <summary>Ids of rules whose findings are neither listed nor counted.</summary>
    public IReadOnlyCollection<string> SkippedRules { get; init; } = [];

    /// <summary>How many findings the report lists; the others are only counted. Errors go first, then warnings, then advice. The default is 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxFindings
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1000;

    /// <summary>How many nodes are checked at the same time. The default is 16, which suits stores in a network as well as disks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 16;

    /// <summary>How arrays are opened: the codecs that they may use, and the limits of documents and chunks. Null for the defaults.</summary>
    public ZarrOptions? ZarrOptions { get; init; }
}
