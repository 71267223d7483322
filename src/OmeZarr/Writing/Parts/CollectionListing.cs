using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of series of a collection, in the order in which they were asked for.</summary>
internal sealed class CollectionListing(CollectionDocuments documents) : PartListing<SeriesPart>
{
    private readonly TakenNames taken = new("series");
    private IReadOnlyList<ListedSeries> landed = [];

    internal override string NothingAdded => $"No series added. Call {nameof(Bioformats2RawBuilder.AddSeries)} before {nameof(Bioformats2RawBuilder.PrepareAsync)}.";

    internal override void Take(SeriesPart part, string origin) => taken.Take(part.Path, origin);

    internal override void Release(SeriesPart part) => taken.Release(part.Path);

    internal override Task WriteAsync(IWritableStore store, IReadOnlyList<SeriesPart> landing) =>
        landed.Count > 0 ? documents.RewriteAsync(store, landed, LandedWith(landing)) : documents.WriteAsync(store, LandedWith(landing));

    internal override void Settle(IReadOnlyList<SeriesPart> parts, bool haveLanded)
    {
        if (haveLanded)
        {
            landed = LandedWith(parts);
        }
    }

    private IReadOnlyList<ListedSeries> LandedWith(IReadOnlyList<SeriesPart> landing) =>
        [.. landed.Concat(landing.Select(part => part.Listed)).OrderBy(series => series.Number)];
}
