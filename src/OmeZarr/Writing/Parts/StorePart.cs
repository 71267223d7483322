using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>A part that is written at its final path in a store. Its documents are written when it is complete.</summary>
internal sealed class StorePart<T> : PartDraft<T>
    where T : Part
{
    private readonly IReadOnlyList<(string Piece, StoreClaim Claim)> claims;
    private readonly DraftStore store;
    private readonly Func<Task> ended;
    private bool isOver;

    /// <param name="root">The place of the hierarchy.</param>
    /// <param name="part">The part.</param>
    /// <param name="claims">The claimed paths: that of a new part, or those of the pieces that are added to an existing one.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="ended">Called when the part is published or removed.</param>
    internal StorePart(StorePlace root, T part, IReadOnlyList<(string Piece, StoreClaim Claim)> claims, WriteOptions options, Func<Task> ended)
        : base(part)
    {
        (this.claims, this.ended) = (claims, ended);
        var place = root.Below(part.Path);
        store = DraftStore.Of(place.Store, place.Prefix, claims.Select(claim => claim.Piece).Append(string.Empty));
        Target = StoreDraft.TargetOf(store, place, options);
    }

    internal override WriteTarget Target { get; }

    /// <summary>The claimed paths, relative to the part; a new part is one, the empty path.</summary>
    internal IEnumerable<string> Pieces => claims.Select(claim => claim.Piece);

    /// <summary>Writes the documents that make the pieces nodes. The document of an existing part, to which pieces are added, is changed by the index.</summary>
    /// <exception cref="IOException">Another program has deleted what was written.</exception>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var (piece, claim) in claims)
        {
            await claim.RequireHeldAsync(cancellationToken).ConfigureAwait(false);
            var document = store.Held(piece) ?? throw new InvalidOperationException($"{claim.Place.Text} has no document");
            await claim.Place.Store.SetAsync(claim.Place.Key(GroupDocument.Name), document, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the paths back after the part was listed.</summary>
    internal async Task ReleaseAsync()
    {
        isOver = true;
        foreach (var (_, claim) in claims)
        {
            await claim.CompleteAsync().ConfigureAwait(false);
        }

        await ended().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        foreach (var (_, claim) in claims)
        {
            await claim.AbandonAsync().ConfigureAwait(false);
        }

        await ended().ConfigureAwait(false);
    }
}
