namespace OmeZarr.Tiff;

/// <summary>How <see cref="OmeTiffWriter"/> writes a file.</summary>
public sealed record OmeTiffOptions
{
    internal static OmeTiffOptions Default { get; } = new();

    /// <summary>Which of the levels of an image becomes the full resolution of the file, counted from 0. Coarser levels follow it. Default: 0, the highest resolution.</summary>
    public int Level { get; init; }

    /// <summary>How tiles are compressed. Default: <see cref="OmeTiffCompression.Deflate"/>.</summary>
    public OmeTiffCompression Compression { get; init; } = OmeTiffCompression.Deflate;

    /// <summary>Whether a file that is there is replaced, when the new one is complete. Default: false.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether the file and its name are on the disk when the call returns. Default: they may still be in the memory of the system.</summary>
    public Durability Durability { get; init; }

    /// <summary>Receives a report when tiles were written; the "chunks" of the report are tiles. Null disables reporting.</summary>
    public IProgress<WriteProgress>? Progress { get; init; }
}
