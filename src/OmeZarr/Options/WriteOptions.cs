using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Options of all writers and builders.</summary>
/// <remarks>A writer reads the options when it begins; later changes of <see cref="ExtraAttributes"/> have no effect.</remarks>
public sealed record WriteOptions
{
    /// <summary>The defaults.</summary>
    public WriteOptions()
    {
    }

    // The attributes are mutable, so each copy has its own.
    private WriteOptions(WriteOptions original)
    {
        (Chunks, Shards, Compression, Backend) = (original.Chunks, original.Shards, original.Compression, original.Backend);
        (Overwrite, Progress, OpenStore, OpenDurableStore) = (original.Overwrite, original.Progress, original.OpenStore, original.OpenDurableStore);
        (CompleteMetadata, MaxDegreeOfParallelism, MaxBufferedBytes) = (original.CompleteMetadata, original.MaxDegreeOfParallelism, original.MaxBufferedBytes);
        (Existing, Durability, AvoidsExchange) = (original.Existing, original.Durability, original.AvoidsExchange);
        (Checksums, Findings, OmeXml, Pyramid) = (original.Checksums, original.Findings, original.OmeXml, original.Pyramid);
        Division = original.Division;
        ExtraAttributes = original.ExtraAttributes.DeepClone().AsObject();
    }

    /// <summary>The defaults; a new object each time.</summary>
    public static WriteOptions Default => new();

    /// <summary>Division of arrays into chunks; <see cref="ChunkShape.Auto"/> by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ChunkShape Chunks { get; init => field = Required(value); } = ChunkShape.Auto;

    /// <summary>Chunks in each shard; <see cref="ShardShape.None"/> by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ShardShape Shards { get; init => field = Required(value); } = ShardShape.None;

    /// <summary>Compression of chunks; <see cref="Compression.BloscZstd"/> by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Compression Compression { get; init => field = Required(value); } = Compression.BloscZstd;

    /// <summary>
    /// Whether each chunk (each inner chunk of a shard) ends with a checksum, so that readers detect every flipped bit: that of zstd if the last codec
    /// is <c>zstd</c>, otherwise a further codec <c>crc32c</c>. False by default; the compression then decides how much damage readers detect.
    /// </summary>
    /// <remarks>It takes 4 bytes for each chunk, and some time (guide "Read a region", "Damaged data"). All readers of Zarr v3 know <c>crc32c</c>;
    /// zarrita and neuroglancer do not verify it.</remarks>
    public bool Checksums { get; init; }

    /// <summary>The smaller levels that are computed of images (and labels) given at full resolution only; <see cref="Pyramid.None"/> by default: all levels are given.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Pyramid Pyramid { get; init => field = Required(value); } = Pyramid.None;

    /// <summary>The backend that writes the arrays; <see cref="IArrayBackend.BuiltIn"/> by default. Other backends may ignore chunks, shards and compression.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IArrayBackend Backend { get; init => field = Required(value); } = IArrayBackend.BuiltIn;

    /// <summary>Whether a Zarr hierarchy at the destination may be replaced. Anything else is never replaced, including a hierarchy that
    /// holds files of other kinds. In a store that cannot rename, the old hierarchy is gone as soon as the new one is begun.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Whether writers and builders of plates and collections add to an existing hierarchy; <see cref="ExistingHierarchy.Refuse"/> by default. A <see cref="LabelsBuilder"/> always adds,
    /// and a writer of an image never does.
    /// </summary>
    public ExistingHierarchy Existing { get; init; }

    /// <summary>Which data are on disk when a writer returns; <see cref="Durability.Default"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>Attributes of the outermost group (image, plate, collection) beside <c>ome</c>; that name itself is refused. Images in it have <see cref="ImageContent.ExtraAttributes"/> of their own.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public JsonObject ExtraAttributes { get; init => field = Required(value); } = [];

    /// <summary>Receives a report after each chunk, on the thread that wrote it; null disables reporting.</summary>
    public IProgress<WriteProgress>? Progress { get; init; }

    /// <summary>
    /// Completes the metadata of each image when its last pixel is written, for example with the value ranges in <c>omero</c>. It gets the given metadata (without computed levels), and must not change the multiscales.
    /// It is not called for labels and prepared images. Null to publish the given metadata.
    /// </summary>
    public Func<Image, Image>? CompleteMetadata { get; init; }

    /// <summary>
    /// Receives the recommendations of the specification (<see cref="Severity.Warning"/>) that written metadata does not follow, with the path of the image or plate in the hierarchy, and
    /// the reason why a collection has no OME-XML (<c>ome-xml-left-out</c>); null to ignore them. Errors are never written. Calls come one at a time, from any thread.
    /// </summary>
    public Action<string, Finding>? Findings { get; init; }

    /// <summary>
    /// Whether a new collection gets <c>OME/METADATA.ome.xml</c>; true by default. If OME-XML cannot describe an image of the collection (64-bit integers, float16, axes except t, c, z, y, x), the
    /// document is left out, and <see cref="Findings"/> gets <c>ome-xml-left-out</c>. An existing collection without the document stays without it. OME-XML that the caller gives is always written.
    /// </summary>
    public bool OmeXml { get; init; } = true;

    /// <summary>The largest number of chunks that are compressed at the same time; the number of processors by default.</summary>
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
    /// The largest number of bytes of incomplete chunks that <see cref="PreparedArrays"/> keep in memory; 256 MiB by default. If incomplete chunks
    /// need more, some are compressed more than once. See <see cref="Zarr.WriteBuffer"/>. As much again may hold incomplete chunks of levels that are computed (<see cref="Pyramid"/>), also of writers of whole images:
    /// while these need more, one chunk of level 0 is written at a time.
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

    /// <summary>Opens a folder for metadata. Tests set failing stores here.</summary>
    internal Func<string, IWritableStore> OpenStore { get; init; } = ZarrBackend.OpenStore;

    /// <summary>Opens an existing folder for documents that replace others. These must be on disk before the replaced data are deleted. Tests set failing stores here.</summary>
    internal Func<string, IWritableStore> OpenDurableStore { get; init; } = ZarrBackend.OpenDurableStore;

    /// <summary>Whether to replace hierarchies without the exchange of two folders by one system call, as on systems without such a call. For tests.</summary>
    internal bool AvoidsExchange { get; init; }

    /// <summary>What of the hierarchy is written; null for all of it. A The plan of a conversion sets it.</summary>
    internal IDivision? Division { get; init; }

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
