namespace OmeZarr;

/// <summary>How <see cref="StoreCopy"/> copies.</summary>
public sealed record StoreCopyOptions
{
    internal static StoreCopyOptions Default { get; } = new();

    /// <summary>Whether a Zarr hierarchy at the destination is replaced. In a folder, and as an archive, the old one stays until the new one is complete; in other stores it is deleted first.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Whether the copy can be continued after it was interrupted: it is written at its destination, stays there when it fails or is cancelled, and the same call continues it. A value that is at the destination with the same length is not
    /// copied again; its bytes are compared only with <see cref="Verify"/>. Documents are always copied again. It is not for archives.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Whether each value is read back from the destination and compared with the source.</summary>
    public bool Verify { get; init; }

    /// <summary>Which data are on disk when the copy is complete; <see cref="Durability.Default"/> by default. For folders and archives.</summary>
    public Durability Durability { get; init; }

    /// <summary>How many values are copied at the same time; null for what the stores recommend, or the number of processors. Each takes up to 8 MiB of memory, or the length of the value if the destination takes values only whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            field = value;
        }
    }
}
