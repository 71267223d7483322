using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Nodes;

/// <summary>Compares the metadata with which an array was opened, a consolidated copy, with the array's own document: once, when the first result is wanted. Thread-safe.</summary>
/// <param name="place">The array.</param>
/// <param name="copy">The metadata with which it was opened.</param>
/// <param name="copies">Where they come from; dropped if they differ.</param>
/// <param name="maxLength">The longest document that is read.</param>
internal sealed class CopyCheck(NodePlace place, NodeContent<ArrayMetadata> copy, ConsolidatedCopies copies, int maxLength)
{
    private readonly Lock gate = new();
    private Task? comparison;

    /// <summary>Whether the comparison has shown that the copy is the array's document.</summary>
    internal bool IsDone => comparison is { IsCompletedSuccessfully: true };

    /// <summary>Reads the array's own document, unless that was done, and compares.</summary>
    /// <exception cref="NodeReplacedException">They differ: nothing that was read by the copy counts.</exception>
    internal Task RunAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // A connection that failed may work again. A difference stays one.
            if (comparison is null or { IsCanceled: true } or { IsFaulted: true, Exception.InnerException: not NodeReplacedException })
            {
                comparison = Task.Run(CompareAsync, CancellationToken.None); // not cancelled with its first caller, because others wait for it
            }

            return comparison.WaitAsync(cancellationToken);
        }
    }

    private async Task CompareAsync()
    {
        try
        {
            var own = await NodeReader.ReadArrayAsync(place, maxLength, CancellationToken.None).ConfigureAwait(false);
            if (own.ZarrFormat != copy.ZarrFormat || !IsSame(own.Metadata, copy.Metadata))
            {
                throw Stale(null);
            }
        }
        catch (Exception e) when (e is NodeNotFoundException or InvalidMetadataException or UnsupportedFeatureException)
        {
            throw Stale(e);
        }
    }

    /// <summary>Whether two documents say the same about stored elements. Attributes do not matter for these.</summary>
    private static bool IsSame(ArrayMetadata one, ArrayMetadata other) => Essence(one).AsSpan().SequenceEqual(Essence(other));

    private static byte[] Essence(ArrayMetadata metadata) => (metadata with { Attributes = new JsonObject() }).ToUtf8();

    private NodeReplacedException Stale(Exception? reason)
    {
        copies.Drop();
        return new NodeReplacedException(
            place.Path.Value,
            $"the consolidated metadata of {place.Store} say something else about the array /{place.Path} than its own document, so nothing was read by them. Open the image again with {nameof(ZarrOptions)}.{nameof(ZarrOptions.UsesConsolidatedMetadata)} = false, "
            + "and have its owner consolidate the metadata again",
            reason);
    }
}
