using System.Text.Json.Nodes;
using OmeZarr.Arrays;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>How an image is written. The same record serves all writers.</summary>
/// <remarks>Everything is read when the writing begins; what is changed in <see cref="ExtraAttributes"/> later does not count.</remarks>
public sealed record WriteOptions
{
    /// <summary>Options with all the defaults.</summary>
    public WriteOptions()
    {
    }

    // The attributes can be changed in place, which must not reach the options that these were made from.
    private WriteOptions(WriteOptions original)
    {
        (Chunks, Shards, Compression, Backend) = (original.Chunks, original.Shards, original.Compression, original.Backend);
        (Overwrite, Progress, OpenStore, OpenDurableStore) = (original.Overwrite, original.Progress, original.OpenStore, original.OpenDurableStore);
        (CompleteMetadata, MaxDegreeOfParallelism, MaxBufferedBytes) = (original.CompleteMetadata, original.MaxDegreeOfParallelism, original.MaxBufferedBytes);
        (Existing, Durability, AvoidsExchange) = (original.Existing, original.Durability, original.AvoidsExchange);
        (Checksums, Findings) = (original.Checksums, original.Findings);
        ExtraAttributes = original.ExtraAttributes.DeepClone().AsObject();
    }

    /// <summary>The options that are used when none are given; new ones each time.</summary>
    public static WriteOptions Default => new();

    /// <summary>How arrays are divided into chunks; <see cref="ChunkShape.Auto"/> unless said otherwise.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ChunkShape Chunks { get; init => field = Required(value); } = ChunkShape.Auto;

    /// <summary>How chunks are put together in shards; <see cref="ShardShape.None"/> unless said otherwise.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ShardShape Shards { get; init => field = Required(value); } = ShardShape.None;

    /// <summary>How chunks are compressed; <see cref="Compression.BloscZstd"/> unless said otherwise.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Compression Compression { get; init => field = Required(value); } = Compression.BloscZstd;

    /// <summary>
    /// Whether each chunk (each inner chunk of a shard) ends with a checksum, so that a flipped bit is an error and never another pixel: that of zstd where the last codec
    /// is <c>zstd</c>, else a further codec <c>crc32c</c>. False unless said otherwise: how much of such damage is noticed then depends on the compression.
    /// </summary>
    /// <remarks>It takes 4 bytes a chunk, and some time (guide "Read a region", "Damaged data"). <c>crc32c</c> is a codec of the Zarr v3 core, so readers know it;
    /// zarrita and neuroglancer read past it without verifying.</remarks>
    public bool Checksums { get; init; }

    /// <summary>The backend that writes the arrays; <see cref="ArrayBackend.BuiltIn"/> by default. Other backends may ignore chunks, shards and compression.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IArrayBackend Backend { get; init => field = Required(value); } = ArrayBackend.BuiltIn;

    /// <summary>Whether a Zarr hierarchy at the destination may be replaced. Anything else that is found there is never touched, nor is a hierarchy that
    /// holds files of other kinds.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Whether builders of plates and collections add to what is at their destination; <see cref="ExistingHierarchy.Refuse"/> unless said otherwise. <see cref="LabelsBuilder"/> always adds,
    /// and writers of whole hierarchies never do.
    /// </summary>
    public ExistingHierarchy Existing { get; init; }

    /// <summary>Which data are on disk when a writer returns; <see cref="Durability.Default"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>
    /// Attributes of the outermost group that is written (image, plate, collection) beside <c>ome</c>; that name itself is refused.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public JsonObject ExtraAttributes { get; init => field = Required(value); } = [];

    /// <summary>Receives a report after each chunk, on the thread that wrote it; null disables reporting.</summary>
    public IProgress<WriteProgress>? Progress { get; init; }

    /// <summary>
    /// Called once for each image (not for labels) when its last pixel is written, but never for images that are only prepared, to give the metadata that is published: what is known only then, such as
    /// the value ranges in <c>omero</c>. It gets the metadata given at the start; the multiscales must stay as they are. Null to publish that metadata.
    /// </summary>
    public Func<Image, Image>? CompleteMetadata { get; init; }

    /// <summary>
    /// Receives the recommendations of the specification (<see cref="Severity.Warning"/>) that written metadata does not follow, with the path of the image or plate in the hierarchy; null to ignore them.
    /// Errors are never written. Calls come one at a time, from any thread.
    /// </summary>
    public Action<string, Finding>? Findings { get; init; }

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
    /// How many bytes of incomplete chunks <see cref="PreparedArrays"/> may keep in memory; 256 MiB unless said otherwise. If the chunks that are
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

    /// <summary>Opens a folder for metadata; tests put stores here that fail.</summary>
    internal Func<string, IWritableStore> OpenStore { get; init; } = Folders.OpenStore;

    /// <summary>Opens an existing folder for documents that replace others. These must be on disk before the replaced data are deleted. Tests set failing stores here.</summary>
    internal Func<string, IWritableStore> OpenDurableStore { get; init; } = Folders.OpenDurableStore;

    /// <summary>Whether hierarchies are replaced as on systems where two folders cannot change places by one call; for tests.</summary>
    internal bool AvoidsExchange { get; init; }

    /// <summary>Hands warnings to the caller.</summary>
    internal void Report(string path, IReadOnlyList<Finding> warnings)
    {
        if (Findings is not { } listener || warnings.Count == 0)
        {
            return;
        }

        lock (listener)
        {
            foreach (var warning in warnings)
            {
                listener(path, warning);
            }
        }
    }

    private static T Required<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
