namespace Zarr.Checking;

/// <summary>Options for checking stored chunks.</summary>
public sealed record ChunkCheckOptions
{
    /// <summary>The default options: every chunk.</summary>
    public static ChunkCheckOptions Default { get; } = new();

    /// <summary>The most chunks (shards) that are read, or null for all. A sample has the first and the last stored chunk and others that a hash of their index chooses, so that each check of the same array reads
    /// the same chunks. As many inner chunks are read of each chosen shard. The keys of all chunks are checked in any case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? MaxChunks
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>The most findings of each kind that the report lists; the others are counted. The default is 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MaxFindings
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 100;

    /// <summary>The dimensions along which the report says where chunks are stored (<see cref="ChunkReport.Map"/>), ascending. The default is none.</summary>
    public IReadOnlyList<int> MapDimensions { get; init; } = [];
}
