using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Acquiring.Storing;

/// <summary>Writes the metadata of frames: among the attributes of their image, or into an array beside its levels if they would make its document too long.</summary>
internal static class FrameDescriptions
{
    /// <summary>The longest list among attributes in bytes. Readers limit the length of documents, and read them often.</summary>
    internal const long LongestList = 8 << 20;

    private const int Chunk = 1 << 20;

    /// <summary>Writes the metadata of the frames of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="lines">One JSON object for each frame.</param>
    /// <param name="cancellationToken">Stops the call; another call begins again.</param>
    internal static async Task WriteAsync(StoreLocation image, IReadOnlyList<byte[]> lines, CancellationToken cancellationToken)
    {
        var length = lines.Sum(line => line.Length + 1L);
        if (length == 0)
        {
            return;
        }

        var described = new JsonObject();
        if (length <= LongestList)
        {
            described[FrameAttributes.List] = new JsonArray([.. lines.Select(line => JsonNode.Parse(line))]);
        }
        else
        {
            await WriteArrayAsync(image, lines, length, cancellationToken).ConfigureAwait(false);
            described[FrameAttributes.ArrayMember] = FrameAttributes.ArrayName;
        }

        await ChangeAsync(image, new JsonObject { [FrameAttributes.Key] = described }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets attributes of a group.</summary>
    internal static async Task ChangeAsync(StoreLocation group, JsonObject attributes, CancellationToken cancellationToken)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        // On the disk at once: a power failure must not cut the document of a hierarchy whose pixels are durable.
        var durable = group.Folder is { } folder ? StoreLocation.In(new FileSystemStore(folder, flushToDisk: true, folder), StorePrefix.Root) : group;
        var opened = await ZarrGroup.OpenAsync(durable, cancellationToken: cancellationToken).ConfigureAwait(false);
        var changed = opened.Attributes.DeepClone().AsObject();
        foreach (var (name, value) in attributes)
        {
            changed[name] = value?.DeepClone();
        }

        await opened.ReplaceAttributesAsync(changed, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteArrayAsync(StoreLocation image, IReadOnlyList<byte[]> lines, long length, CancellationToken cancellationToken)
    {
        var (store, path) = image.Open();
        var (writable, place) = ((IWritableStore)store, path / FrameAttributes.ArrayName);
        await ZarrArray.DeleteAsync(writable, place, cancellationToken).ConfigureAwait(false); // of an earlier attempt
        var metadata = new ArrayMetadata
        {
            Shape = [length],
            DataType = DataType.UInt8,
            ChunkShape = [Chunk],
            Codecs = [.. new[] { Codec.Bytes(), Codec.Zstd(3) }.Select(codec => codec.ToMetadata())],
            DimensionNames = ["byte"],
        };
        var array = await ZarrArray.CreateAsync(writable, place, metadata, cancellationToken: cancellationToken).ConfigureAwait(false);
        await WriteLinesAsync(array, lines, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteLinesAsync(ZarrArray array, IReadOnlyList<byte[]> lines, CancellationToken cancellationToken)
    {
        var (chunk, filled, offset) = (new byte[Chunk], 0, 0L);
        foreach (var line in lines)
        {
            for (var at = 0; at <= line.Length;)
            {
                var count = Math.Min(line.Length - at, Chunk - filled);
                line.AsSpan(at, count).CopyTo(chunk.AsSpan(filled));
                (at, filled) = (at + count, filled + count);
                if (at == line.Length && filled < Chunk)
                {
                    chunk[filled++] = (byte)'\n';
                    at++;
                }

                if (filled == Chunk)
                {
                    await FlushAsync().ConfigureAwait(false);
                }
            }
        }

        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            if (filled > 0)
            {
                await array.WriteAsync(ArraySource.FromBytes(chunk.AsMemory(0, filled), [filled], DataType.UInt8), new Region([offset], [filled]), null, cancellationToken).ConfigureAwait(false);
            }

            (offset, filled) = (offset + filled, 0);
        }
    }
}
