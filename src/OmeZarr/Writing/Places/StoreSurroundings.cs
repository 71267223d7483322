using System.Text.Json;
using OmeZarr.Planning;
using Zarr;
using Zarr.Metadata;
using static OmeZarr.Writing.Places.NodeJson;

namespace OmeZarr.Writing.Places;

/// <summary>The hierarchies above a destination in a store, as <see cref="Surroundings"/> for folders. Each document above is read once, all at the same time.</summary>
internal sealed class StoreSurroundings
{
    private const int Attempts = 20;

    private static readonly string[] OldDocuments = [".zgroup", ".zarray"];

    private readonly StorePlace destination;
    private readonly IReadOnlyList<Above> above;

    private StoreSurroundings(StorePlace destination, IReadOnlyList<Above> above) => (this.destination, this.above) = (destination, above);

    /// <summary>Reads the documents above a destination.</summary>
    internal static async Task<StoreSurroundings> ReadAsync(StorePlace destination, CancellationToken cancellationToken) =>
        new(destination, await Task.WhenAll(PlacesAbove(destination).Select((place, distance) => ReadAsync(place, distance, cancellationToken))).ConfigureAwait(false));

    /// <inheritdoc cref="Surroundings.RequireFit"/>
    internal void RequireFit(OmeDocumentKind kind)
    {
        foreach (var (place, document, _, old) in above)
        {
            if (Text(Member(document, "node_type")) == "array" || old == ".zarray")
            {
                throw new MisplacedDestinationException(destination.Text, place.Text, $"{destination.Text} lies inside the array {place.Text}, in which there can be nothing but its chunks. Choose another path; nothing was changed.");
            }

            if (old is not null)
            {
                throw new MisplacedDestinationException(
                    destination.Text, place.Text, $"{destination.Text} lies in the group {place.Text}, which is of Zarr v2, where readers would not find a node of v3. Choose another path, or convert that hierarchy first; nothing was changed.");
            }
        }

        foreach (var (place, document, series, _) in above.TakeWhile(one => one.Document is not null))
        {
            var path = destination.Prefix.Value[(place.Prefix.IsRoot ? 0 : place.Prefix.Value.Length + 1)..];
            SurroundingParts.RequireKind(destination.Text, place.Text, path, SurroundingParts.Of(document!.Value, () => series), kind);
        }
    }

    /// <summary>Drops <c>consolidated_metadata</c> of the groups above, of which readers would not see the change. Groups that had none when they were read are not asked again.</summary>
    /// <exception cref="IOException">A document cannot be rewritten, or other writers change it all the time.</exception>
    internal async Task DropConsolidatedAsync(CancellationToken cancellationToken)
    {
        foreach (var (place, document, _, _) in above.TakeWhile(one => one.Document is not null).Where(one => Member(one.Document, "consolidated_metadata") is not null))
        {
            await DropAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DropAsync(StorePlace group, CancellationToken cancellationToken)
    {
        for (var attempt = 1; await group.ReadAsync(GroupDocument.Name, cancellationToken).ConfigureAwait(false) is var (utf8, version) && Member(Parse(utf8), "consolidated_metadata") is not null; attempt++)
        {
            if (await group.TryReplaceAsync(GroupDocument.Name, Without(group, utf8), version, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            if (attempt == Attempts)
            {
                throw new IOException($"{group.Text} keeps consolidated metadata that have to be dropped before anything below it changes, but other programs change its {GroupDocument.Name} all the time; try again later.");
            }

            await Task.Delay(Random.Shared.Next(10 * attempt), cancellationToken).ConfigureAwait(false);
        }
    }

    private static byte[] Without(StorePlace group, byte[] utf8)
    {
        try
        {
            return GroupMetadata.Parse(utf8).ToUtf8();
        }
        catch (ZarrException e)
        {
            throw new IOException($"{group.Text} keeps consolidated metadata that have to be dropped before anything below it changes, but its {GroupDocument.Name} cannot be rewritten: {e.Message}", e);
        }
    }

    /// <summary>The places above, innermost first, up to the root of the store.</summary>
    private static IEnumerable<StorePlace> PlacesAbove(StorePlace destination)
    {
        for (var place = destination; !place.Prefix.IsRoot;)
        {
            place = place.Above();
            yield return place;
        }
    }

    private static async Task<Above> ReadAsync(StorePlace place, int distance, CancellationToken cancellationToken)
    {
        if (await DocumentAsync(place, cancellationToken).ConfigureAwait(false) is { } document)
        {
            var isCollection = Member(Member(Member(document, "attributes"), "ome"), "bioformats2raw.layout") is not null;
            return new Above(place, document, isCollection ? await DocumentAsync(place.Below(NodeNames.SeriesGroup), cancellationToken).ConfigureAwait(false) : null, null);
        }

        foreach (var old in distance == 0 ? OldDocuments : [])
        {
            if (await place.Store.GetLengthAsync(place.Key(old), cancellationToken).ConfigureAwait(false) is not null)
            {
                return new Above(place, null, null, old);
            }
        }

        return new Above(place, null, null, null);
    }

    private static async Task<JsonElement?> DocumentAsync(StorePlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await place.ReadAsync(GroupDocument.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _) ? Parse(utf8) : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null; // whoever may write below a path need not be allowed to read above it
        }
    }

    /// <param name="Place">A place above the destination.</param>
    /// <param name="Document">Its document; null if there is none.</param>
    /// <param name="Series">The document that lists the images, if it is a collection.</param>
    /// <param name="Old">A document of Zarr v2 there; asked only directly above the destination.</param>
    private sealed record Above(StorePlace Place, JsonElement? Document, JsonElement? Series, string? Old);
}
