using System.Text.Json.Nodes;
using OmeZarr.V05;

namespace OmeZarr;

/// <summary>How an image is written. The same record serves all writers.</summary>
public sealed record WriteOptions
{
    /// <summary>The options that are used when none are given.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>How arrays are divided into chunks; <see cref="ChunkShape.Auto"/> unless said otherwise.</summary>
    public ChunkShape Chunks { get; init; } = ChunkShape.Auto;

    /// <summary>How chunks are compressed; <see cref="Compression.BloscZstd"/> unless said otherwise.</summary>
    public Compression Compression { get; init; } = Compression.BloscZstd;

    /// <summary>Whether a Zarr hierarchy at the destination may be replaced. Anything else that is found there is never touched.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Attributes of the image group beside <c>ome</c>; that name itself is refused.</summary>
    public JsonObject ExtraAttributes { get; init; } = [];

    /// <summary>Told after every chunk, from whichever thread wrote it; null for nobody.</summary>
    public IProgress<WriteProgress>? Progress { get; init; }

    /// <summary>
    /// Called once by the one-shot writers when the last pixel is written, to give the metadata that is published: what is known only then, such as
    /// the value ranges in <c>omero</c>. It gets the metadata given at the start; the multiscales must stay as they are. Null to publish that metadata.
    /// </summary>
    public Func<Image, Image>? CompleteMetadata { get; init; }

    /// <summary>How many chunks are compressed at the same time; the number of processors unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>
    /// How many bytes of incomplete chunks a <see cref="PreparedImage"/> may keep in memory; 256 MiB unless said otherwise. If the chunks that are
    /// incomplete at the same time need more, some are compressed more than once. See <see cref="Zarr.WriteBuffer"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public long MaxBufferedBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = Zarr.WriteBuffer.DefaultMaxBytes;
}
