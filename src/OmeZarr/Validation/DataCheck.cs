namespace OmeZarr;

/// <summary>How much of the stored chunks a validation reads.</summary>
public enum DataCheck
{
    /// <summary>No chunk. Metadata, and the names of nodes and files in groups, are checked.</summary>
    None,

    /// <summary>Some chunks of each array, always the same ones.</summary>
    Sample,

    /// <summary>Every chunk.</summary>
    All,
}
