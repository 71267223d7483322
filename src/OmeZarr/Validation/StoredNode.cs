using System.Buffers;
using System.Text.Json;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Validating;

/// <summary>
/// The documents of a node, in memory. It is a store that holds nothing else, so that the node is opened from it without further requests.
/// </summary>
/// <param name="path">Path of the node in the store.</param>
/// <param name="zarrFormat">The format of the documents, 2 or 3.</param>
/// <param name="source">Name of the store, for messages.</param>
internal sealed class StoredNode(StorePrefix path, int zarrFormat, string? source) : IStore, IDisposable
{
    private readonly List<(string Name, IMemoryOwner<byte> Content)> documents = [];

    /// <summary>Path of the node in the store.</summary>
    public StorePrefix Path => path;

    /// <summary>The format of the documents, 2 or 3.</summary>
    public int ZarrFormat => zarrFormat;

    /// <summary>What the documents describe. A document that does not say it is taken for that of a group.</summary>
    public NodeKind Kind { get; private set; } = NodeKind.Group;

    /// <summary>The document that says what the node is.</summary>
    public ReadOnlyMemory<byte> Document => documents[0].Content.Memory;

    /// <summary>The document with the attributes; null if the node has none.</summary>
    public ReadOnlyMemory<byte>? Attributes => zarrFormat == 3 ? Document : documents.Count > 1 ? documents[1].Content.Memory : default(ReadOnlyMemory<byte>?);

    public void Add(string name, IMemoryOwner<byte> content)
    {
        documents.Add((name, content));
        if (documents.Count == 1)
        {
            Kind = name == ".zarray" || (name == "zarr.json" && IsArray(content.Memory.Span)) ? NodeKind.Array : NodeKind.Group;
        }
    }

    public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => new(Find(key) is { } content ? new Borrowed(content) : null);

    /// <remarks>Documents are asked for from their beginning; one that is longer than the range is returned whole, and then refused.</remarks>
    public ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default) => GetAsync(key, cancellationToken);

    public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => new(Find(key)?.Length);

    public void Dispose() => documents.ForEach(document => document.Content.Dispose());

    public override string ToString() => source ?? nameof(StoredNode);

    private Memory<byte>? Find(StoreKey key)
    {
        foreach (var (name, content) in documents)
        {
            if (key == path.Key(name))
            {
                return content.Memory;
            }
        }

        return null;
    }

    private static bool IsArray(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, new JsonReaderOptions { MaxDepth = OmeDocument.MaxDepth });
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isType = reader.ValueTextEquals("node_type"u8);
                    reader.Read();
                    if (isType)
                    {
                        return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("array"u8);
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // Parsing reports it. Some documents hold a bare NaN, which stands behind the type in those of arrays.
        }

        return false;
    }

    private sealed class Borrowed(Memory<byte> memory) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => memory;

        public void Dispose()
        {
        }
    }
}
