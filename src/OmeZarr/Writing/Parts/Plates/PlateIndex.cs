using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of wells of a plate, and the lists of fields of existing wells.</summary>
/// <param name="stored">The documents of the plate, which need not exist.</param>
/// <param name="plan">The plan of a new plate.</param>
/// <param name="given">The metadata that the caller gives, to be combined with the plate on disk.</param>
/// <param name="options">Options of writing.</param>
internal sealed class PlateIndex(HierarchyDocuments stored, PlatePlan plan, PlateOptions given, WriteOptions options) : PartIndex<WellPart>
{
    private readonly WellReservations reservations = new(plan.FixedAcquisitions, Appends(options));
    private readonly Dictionary<string, StoredWell> wells = [];
    private (PlatePlan Plan, PlateDocument Document) listed = (plan, new PlateDocument(plan, options.ExtraAttributes));
    private object? stamp;

    internal override OmeDocumentKind Kind => OmeDocumentKind.Plate;

    internal override string NothingAddedMessage => $"No wells added. Call AddWell before PrepareAsync.";

    internal override bool MayReplaceParts => Appends(options) && options.Overwrite;

    /// <summary>Number of times the list was read from disk.</summary>
    internal int Reads { get; private set; }

    /// <summary>Whether wells are added to an existing plate.</summary>
    internal static bool Appends(WriteOptions options) => options.Existing == ExistingHierarchy.Append;

    internal override void Reserve(WellPart part, string origin) => reservations.Reserve(part.Plan, origin);

    internal override void Release(WellPart part) => reservations.Release(part.Plan);

    internal override Task ReadAsync()
    {
        wells.Clear();
        var now = stored.StampOf(string.Empty);
        if (now is null || !now.Equals(stamp))
        {
            Read();
            stamp = now;
        }

        return Task.CompletedTask;
    }

    internal override void Require(WellPart part) => listed.Plan.Plan(part.Plan.Row, part.Plan.Column, part.Plan.Fields);

    internal override IReadOnlyList<string> Pieces(WellPart part)
    {
        if (!Appends(options) || WellAt(part.Path) is null)
        {
            return [string.Empty];
        }

        return [.. part.Plan.Fields.Select(field => field.Path)];
    }

    internal override IEnumerable<string> Needs(WellPart part) => Appends(options) ? [GroupDocument.Name, StoreDocuments.KeyOf(part.Path)] : [GroupDocument.Name];

    internal override bool Holds(string part) => listed.Document.Lists(part);

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved)
    {
        List<string> known = [.. moved.Where(path => path.Count(letter => letter == '/') is 1 or 2)];
        List<string> orphans = [.. known.Where(path => !Lists(path))];
        foreach (var path in known.Except(orphans).Select(WellOf).Distinct())
        {
            Count(path); // the killed process may not have updated the field count of the plate
        }

        wells.Clear();
        return orphans;
    }

    internal override Task BeginAsync(DocumentChanges documents, IReadOnlyList<WellPart> incoming)
    {
        listed = (plan, new PlateDocument(plan, options.ExtraAttributes));
        return AddAsync(documents, incoming);
    }

    internal override async Task AddAsync(DocumentChanges documents, IReadOnlyList<WellPart> incoming)
    {
        var joined = new List<WellPlan>();
        foreach (var part in incoming)
        {
            joined.Add(await JoinAsync(documents, part.Plan).ConfigureAwait(false));
        }

        listed.Document.Add(joined);
        await documents.SetAsync(string.Empty, listed.Document.ToUtf8()).ConfigureAwait(false);
        stamp = documents.Documents.StampOf(string.Empty); // now, before other writers can change the document
    }

    internal override void Commit(IReadOnlyList<WellPart> parts)
    {
        foreach (var part in parts.Where(part => Appends(options) && !part.IsPrepared))
        {
            Release(part); // the fields may be written again; the files on disk decide whether they may be replaced
        }
    }

    internal override void Rollback() => stamp = null;

    private void Read()
    {
        if (StoredGroup.Read(stored, string.Empty, "a plate") is not { } document)
        {
            return;
        }

        Reads++;
        var root = stored.PathOf(string.Empty);
        var metadata = StoredGroup.Metadata(document, root, "a plate", OmeMetadata.ParseLenient<Plate>);
        Validated.WarningsOf(metadata, $"{root} cannot be added to, so nothing was changed; repair its metadata first");
        var joined = new PlatePlan(root, given, new ExistingPlate(document, metadata));
        listed = (joined, new PlateDocument(joined, options.ExtraAttributes));
    }

    /// <summary>Joins new fields to a well. The document of an existing well is rewritten.</summary>
    private async Task<WellPlan> JoinAsync(DocumentChanges documents, WellPlan added)
    {
        if (!wells.TryGetValue(added.Path, out var before))
        {
            return added;
        }

        var joined = before.With(added.Fields);
        await documents.SetAsync(added.Path, before.ToUtf8(joined)).ConfigureAwait(false);
        return added with { Well = joined };
    }

    /// <summary>The well on disk; null if there is none.</summary>
    private StoredWell? WellAt(string path)
    {
        if (!wells.TryGetValue(path, out var well) && StoredWell.Read(stored, path) is { } found)
        {
            wells[path] = well = found;
        }

        return well;
    }

    /// <summary>Whether a well, or a field of a well, is listed.</summary>
    private bool Lists(string path) => path.Split('/') is [_, _, var field] ? WellAt(WellOf(path))?.Lists(field) == true : listed.Document.Lists(path);

    private void Count(string path)
    {
        if (listed.Document.Lists(path) && WellAt(path) is { } well && path.Split('/') is [var row, var column])
        {
            listed.Document.Add([new WellPlan(row, column, well.Well)]);
        }
    }

    private static string WellOf(string path) => string.Join('/', path.Split('/').Take(2));
}
