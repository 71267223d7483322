namespace OmeZarr;

/// <summary>How much of the stored chunks a validation reads.</summary>
public enum DataCheck
{
    /// <summary>No chunk. Metadata, and the names of nodes and files in groups, are checked.</summary>
    None,

    /// <summary>Up to 16 chunks (shards) of each array, always the same ones, and up to 16 inner chunks of each of these shards. The keys of all chunks are checked.</summary>
    Sample,

    /// <summary>Every chunk.</summary>
    All,
}
