using OmeZarr.Planning;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of labels of a group. Other writers may add to it between two calls.</summary>
internal sealed class LabelsIndex(LabelsPlace place, bool mayReplaceParts) : PartIndex<LabelPart>
{
    private readonly NameReservations reservations = new("label");

    internal override OmeDocumentKind Kind => OmeDocumentKind.LabelsGroup;

    internal override string NothingAddedMessage => $"No labels added. Call AddLabel before PrepareAsync.";

    internal override bool MayReplaceParts => mayReplaceParts;

    internal override void Reserve(LabelPart part, string origin) => reservations.Reserve(part.Path, origin);

    internal override void Release(LabelPart part) => reservations.Release(part.Path);

    internal override Task ReadAsync()
    {
        place.RequireGroup();
        return Task.CompletedTask; // the list is short and is read when it is rewritten
    }

    internal override IEnumerable<string> Needs(LabelPart part) => [GroupDocument.Name];

    internal override bool Holds(string part) => place.Lists(part);

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved) => place.NotListed(moved);

    internal override Task BeginAsync(DocumentChanges documents, IReadOnlyList<LabelPart> incoming) => AddAsync(documents, incoming);

    internal override async Task AddAsync(DocumentChanges documents, IReadOnlyList<LabelPart> incoming)
    {
        if (place.ListWith([.. incoming.Select(label => label.Path)]) is { } document)
        {
            await documents.SetAsync(string.Empty, document).ConfigureAwait(false);
        }
    }

    internal override void Commit(IReadOnlyList<LabelPart> parts)
    {
        foreach (var label in parts.Where(label => mayReplaceParts && !label.IsPrepared)) // one that is filled later must not be replaced meanwhile
        {
            Release(label);
        }
    }
}
