using System.Text.Json.Nodes;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>An image to be written: its metadata, its arrays with their pixels or without, and how they are stored.</summary>
public abstract class ImageContent
{
    private readonly IReadOnlyList<ArraySpec>? specs;

    private protected ImageContent(string name, Image image, IReadOnlyList<IArraySource> levels)
        : this(name, image) => Pixels = levels ?? throw new ArgumentNullException(nameof(levels));

    private protected ImageContent(string name, Image image, IReadOnlyList<ArraySpec> levels)
        : this(name, image) => specs = levels ?? throw new ArgumentNullException(nameof(levels));

    private ImageContent(string name, Image image)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(image);
        (Name, Image) = (name, image);
    }

    /// <summary>Name of its group.</summary>
    public string Name { get; }

    /// <summary>Its metadata.</summary>
    public virtual Image Image { get; }

    /// <summary>Shape and data type of its levels, highest resolution first.</summary>
    public IReadOnlyList<ArraySpec> Levels => Arrays.Specs;

    /// <summary>The pixels of its levels; null if they are written later.</summary>
    public IReadOnlyList<IArraySource>? Pixels { get; }

    /// <summary>Division of its arrays into chunks; null for <see cref="WriteOptions.Chunks"/>. Needed where images, or an image and its labels, have different numbers of dimensions.</summary>
    public ChunkShape? Chunks { get; init; }

    /// <summary>Chunks in each shard; null for <see cref="WriteOptions.Shards"/>.</summary>
    public ShardShape? Shards { get; init; }

    /// <summary>Attributes of its group beside <c>ome</c>; that name itself is refused.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public JsonObject ExtraAttributes { get; init => field = (value ?? throw new ArgumentNullException(nameof(value))).DeepClone().AsObject(); } = [];

    /// <exception cref="ArgumentNullException">A source is null.</exception>
    internal ImageArrays Arrays => Pixels is { } pixels ? ImageArrays.Of(pixels) : new ImageArrays(specs!, null);
}
