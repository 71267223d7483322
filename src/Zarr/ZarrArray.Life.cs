using System.Text.Json.Nodes;
using Zarr.Arrays;
using Zarr.Metadata;
using Zarr.Nodes;
using Zarr.Stores;

namespace Zarr;

public sealed partial class ZarrArray
{
    /// <summary>Deletes the array at a path: first its <c>zarr.json</c>, so that it is gone at once, then its chunks.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the array. Nothing happens if there is nothing; chunks that an array left behind are deleted.</param>
    /// <param name="cancellationToken">Stops the deleting; delete again to finish it.</param>
    /// <exception cref="ArgumentException">The path is not one that a node may have, a group is there, or the path lies inside another array.</exception>
    /// <exception cref="InvalidMetadataException">The <c>zarr.json</c> there is not one of Zarr v3; or the folder of a <see cref="FileSystemStore"/> lies inside an array.</exception>
    /// <exception cref="NotSupportedException">There is a node of Zarr v2 at this path or above it.</exception>
    /// <exception cref="IOException">The store cannot be written; delete again to finish.</exception>
    public static async Task DeleteAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        NodeName.RequireValidPath(path.Value);
        if (await NodeReader.KindAsync(store, path, ZarrOptions.Default.MaxDocumentLength, cancellationToken).ConfigureAwait(false) == NodeKind.Group)
        {
            throw new ArgumentException($"/{path} is a group; {nameof(ZarrGroup)}.{nameof(ZarrGroup.DeleteAsync)} deletes it with everything below it", nameof(path));
        }

        await NodeDocuments.DeleteAsync(store, path, ZarrOptions.Default.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces the attributes of the array; everything else in its <c>zarr.json</c> stays as it is stored.</summary>
    /// <returns>The array with its new attributes; this object keeps the old ones.</returns>
    /// <exception cref="ArgumentException">A number of the attributes is NaN or infinite, which JSON does not have; the message says where it is.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, or the array one of Zarr v2.</exception>
    /// <exception cref="IOException">The store cannot be written; the old attributes are still there.</exception>
    public async Task<ZarrArray> ReplaceAttributesAsync(JsonObject attributes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        RequireWriter();
        var stored = await OpenSameFolderAsync(cancellationToken).ConfigureAwait(false);
        stored.RequireWriter();
        return await stored.PublishAsync(stored.Metadata with { Attributes = attributes }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Resizes the array. Elements inside both shapes stay, and all others are the fill value: elements that are cut off are removed from the
    /// store and do not come back when the array grows again.
    /// </summary>
    /// <remarks>
    /// <para>No other task or process may write to the array or resize it meanwhile. This object keeps the old shape. It must not write
    /// afterwards. It reads the fill value where the array was cut off, but may not see elements that the new object writes. Other objects opened before must not be used any more:
    /// they write chunks of the old shape.</para>
    /// <para>At every moment, also after a failure, the array has its old shape, its new one, or the part common to both, and shows its elements and the
    /// fill value, nothing else: it is cut before chunks are removed, and lengthened after the elements that would reappear are removed. To finish
    /// after a failure, resize again through this object.</para>
    /// <para>Chunks that the moving edge cuts are read, and written back if they hold something beyond it. Up to 1000 chunks outside are deleted
    /// one by one, whether stored or not; for more, the array's keys are listed and those that are stored are deleted.</para>
    /// </remarks>
    /// <param name="shape">The new lengths, as many as the array has dimensions.</param>
    /// <param name="cancellationToken">Stops the resizing, as a failure would.</param>
    /// <returns>The array in its new shape.</returns>
    /// <exception cref="ArgumentException">The number of dimensions differs.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, the array one of Zarr v2, or the store cannot be listed and more than a million chunks are concerned.</exception>
    /// <exception cref="CorruptDataException">A chunk at the edge is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public async Task<ZarrArray> ResizeAsync(Shape shape, CancellationToken cancellationToken = default)
    {
        RequireWriter();
        var writable = NodeDocuments.RequireWritable(Store);
        if (shape.Rank != Shape.Rank)
        {
            throw new ArgumentException($"the shape {shape} has {Counted.Of(shape.Rank, "dimension")}, the array ({Shape}) has {Shape.Rank}", nameof(shape));
        }

        var stored = await OpenSameAsync(cancellationToken).ConfigureAwait(false);
        var plan = new ResizePlan(ChunkShape, ResizePlan.Min(stored.Shape, shape), ResizePlan.Max(shape, ResizePlan.Max(stored.Shape, Shape)));
        var cleanup = new ResizeCleanup(writable, stored.context, stored.RequireWriter(), plan);
        cleanup.RequirePossible();

        // The shard indexes that this object remembers become stale when the other object cuts a shard.
        using var changing = context.ShardIndexes.BeginChangeOfAll();
        var array = await stored.WithShapeAsync(plan.Kept, cancellationToken).ConfigureAwait(false);
        await cleanup.RunAsync(cancellationToken).ConfigureAwait(false);
        return await array.WithShapeAsync(shape, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The array as it is stored now; another writer may have resized it or changed its attributes.</summary>
    private async Task<ZarrArray> OpenSameAsync(CancellationToken cancellationToken)
    {
        var stored = await OpenSameFolderAsync(cancellationToken).ConfigureAwait(false);
        return stored.ChunkShape == ChunkShape && stored.DataType == DataType
            ? stored
            : throw new NodeNotFoundException(Path.Value, $"the array at /{Path} is not the one that was opened ({this}) but another ({stored}); open it again");
    }

    private async Task<ZarrArray> OpenSameFolderAsync(CancellationToken cancellationToken)
    {
        var stored = await OpenAsync(Store, Path, options, cancellationToken).ConfigureAwait(false);
        await ThrowIfReplacedAsync(cancellationToken).ConfigureAwait(false);
        return stored;
    }

    private async Task<ZarrArray> WithShapeAsync(Shape shape, CancellationToken cancellationToken) => shape == Shape
        ? this
        : await PublishAsync(Metadata with { Shape = shape }, cancellationToken).ConfigureAwait(false);

    private async Task<ZarrArray> PublishAsync(ArrayMetadata metadata, CancellationToken cancellationToken)
    {
        var document = metadata.ToUtf8();
        var array = NodeDocuments.Locate(Path, () => new ZarrArray(Store, Path, context.Folder, ArrayMetadata.Parse(document), 3, options));
        await ThrowIfReplacedAsync(cancellationToken).ConfigureAwait(false);
        await NodeDocuments.ReplaceAsync(NodeDocuments.RequireWritable(Store), Path, document, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
        return array;
    }
}
