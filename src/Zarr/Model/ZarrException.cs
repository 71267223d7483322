namespace Zarr;

/// <summary>
/// The base of errors in stored data: a node is missing, metadata is invalid, a chunk is damaged, or a feature is not
/// supported. Wrong arguments throw the exceptions of the base class library; failing disks throw <see cref="IOException"/>.
/// </summary>
public abstract class ZarrException : Exception
{
    // Messages quote names and values of documents, which may be megabytes.
    private const int MaxLength = 2000;

    /// <summary>An error with its message, which is cut where it is absurdly long.</summary>
    protected ZarrException(string message, Exception? inner = null)
        : base(message?.Length > MaxLength ? $"{message.AsSpan(0, MaxLength)}…" : message, inner)
    {
    }
}

/// <summary>No array or group is stored at a path.</summary>
public sealed class NodeNotFoundException : ZarrException
{
    /// <summary>The node at <paramref name="path"/> is missing.</summary>
    public NodeNotFoundException(string path, string message)
        : base(message) => Path = path;

    /// <summary>Path of the node that was looked for, relative to the store; empty for the root.</summary>
    public string Path { get; }
}

/// <summary>An array or group that was to be created exists already, or chunks of a deleted array lie where a new one was to be created.</summary>
public sealed class NodeExistsException : ZarrException
{
    /// <summary>A node, or the remains of one, exists at <paramref name="path"/>.</summary>
    public NodeExistsException(string path, string message)
        : base(message) => Path = path;

    /// <summary>Path of the node, relative to the store; empty for the root.</summary>
    public string Path { get; }
}

/// <summary>Another array or group has taken the place of the one that was opened, or it was deleted. Nothing of the other one was read or changed: open it again.</summary>
/// <remarks>Writers that replace a hierarchy put another folder in its place. Stores that cannot tell folders apart (<see cref="Stores.IIdentifiableStore"/>) do not notice it.</remarks>
public sealed class NodeReplacedException : ZarrException
{
    /// <summary>The node at <paramref name="path"/> is not the one that was opened.</summary>
    public NodeReplacedException(string path, string message, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>Path of the node, relative to the store; empty for the root.</summary>
    public string Path { get; }
}

/// <summary>A metadata document is not valid JSON or breaks the Zarr specification.</summary>
public sealed class InvalidMetadataException : ZarrException
{
    /// <summary>The document cannot be accepted for the reason in <paramref name="message"/>.</summary>
    public InvalidMetadataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Valid Zarr that this library cannot handle: an extension data type, an unknown codec, an irregular chunk grid, a chunk beyond the limit.</summary>
public sealed class UnsupportedFeatureException : ZarrException
{
    /// <summary>The feature called <paramref name="feature"/> is not supported.</summary>
    public UnsupportedFeatureException(string feature, string message)
        : base(message) => Feature = feature;

    /// <summary>Name of the feature as it stands in the metadata, for example the codec's name.</summary>
    public string Feature { get; }
}

/// <summary>Stored bytes cannot be decoded to the elements that their array declares. Codecs throw it; readers of arrays add the key of the chunk.</summary>
public sealed class CorruptDataException : ZarrException
{
    /// <summary><paramref name="codec"/> cannot decode for the reason in <paramref name="message"/>.</summary>
    public CorruptDataException(string codec, string message, Exception? inner = null)
        : base($"{codec}: {message}", inner) => Codec = codec;

    private CorruptDataException(string key, CorruptDataException inner)
        : base($"chunk {key}: {inner.Message}", inner) => (Codec, Key) = (inner.Codec, key);

    /// <summary>Name of the codec that failed, as in <c>zarr.json</c>.</summary>
    public string Codec { get; }

    /// <summary>What is wrong with the bytes, as far as the codec can tell.</summary>
    internal Damage Damage { get; init; }

    /// <summary>Key of the chunk in its store; null if the bytes did not come from a store.</summary>
    public string? Key { get; }

    /// <summary>The same error with the key of the chunk, which the message begins with.</summary>
    internal CorruptDataException InChunk(string key) => new(key, this) { Damage = Damage };
}
