namespace OmeZarr.Writing.Parts;

/// <summary>The list of labels of a group that is kept, and may be added to by others between two calls.</summary>
internal sealed class LabelsListing(LabelsPlace place, bool mayReplaceParts) : PartListing<LabelPart>
{
    private readonly NameReservations reservations = new("label");

    internal override OmeDocumentKind Kind => OmeDocumentKind.LabelsGroup;

    internal override string NothingAdded => $"No labels added. Call {nameof(LabelsBuilder.AddLabel)} before {nameof(LabelsBuilder.PrepareAsync)}.";

    internal override bool MayReplaceParts => mayReplaceParts;

    internal override void Reserve(LabelPart part, string origin) => reservations.Reserve(part.Path, origin);

    internal override void Release(LabelPart part) => reservations.Release(part.Path);

    internal override Task ReadAsync()
    {
        place.RequireGroup();
        return Task.CompletedTask; // the list is short, and read when it is rewritten
    }

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved) => place.NotListed(moved);

    internal override Task BeginAsync(DocumentChanges documents, IReadOnlyList<LabelPart> landing) => AddAsync(documents, landing);

    internal override async Task AddAsync(DocumentChanges documents, IReadOnlyList<LabelPart> landing)
    {
        if (place.ListWith([.. landing.Select(label => label.Path)]) is { } document)
        {
            await documents.SetAsync(string.Empty, document).ConfigureAwait(false);
        }
    }

    internal override void Settle(IReadOnlyList<LabelPart> parts, bool haveLanded)
    {
        // What is written and listed may be replaced again; whether it may is seen on disk.
        foreach (var label in parts.Where(label => haveLanded && !label.IsPrepared))
        {
            Release(label);
        }
    }
}
