namespace Zarr.Stores;

/// <summary>How a ZIP archive is written.</summary>
public sealed record ZipWriterOptions
{
    internal static ZipWriterOptions Default { get; } = new();

    /// <summary>The comment of the archive, at most 65,535 bytes of UTF-8. RFC-9 of NGFF puts JSON there; <c>OmeZarr</c> does.</summary>
    public string Comment { get; init; } = string.Empty;

    /// <summary>Whether an archive that exists at the path is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether the archive is forced to the disk before <see cref="ZipWriter.PublishAsync"/> returns. An archive that replaces another is forced in any case.</summary>
    public bool FlushToDisk { get; init; }
}
