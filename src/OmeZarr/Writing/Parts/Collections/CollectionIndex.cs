using OmeZarr.OmeXml;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of series of a collection: existing series, then new ones in the order of the calls.</summary>
/// <param name="present">The documents of the collection, which need not exist.</param>
/// <param name="documents">The documents.</param>
/// <param name="options">Options of writing.</param>
/// <param name="open">Reads the metadata of an image, and the shape and data type of its first level.</param>
internal sealed class CollectionIndex(HierarchyDocuments present, CollectionDocuments documents, WriteOptions options, Func<string, Task<(Image Image, ArraySpec Level)>> open) : PartIndex<SeriesPart>
{
    private const int Looks = 10;

    private readonly NameReservations reservations = new("series");
    private readonly Dictionary<string, long> numbers = [];
    private readonly SeriesDescriptions descriptions = new(present, open);
    private StoredCollection? stored;
    private IReadOnlyList<string> unfinished = [];
    private (object? Root, object? List, object? Xml) stamps;

    internal override OmeDocumentKind Kind => OmeDocumentKind.Bioformats2Raw;

    internal override string NothingAddedMessage => $"No series added. Call AddSeries before PrepareAsync.";

    internal override bool MayReplaceParts => Appends && options.Overwrite;

    /// <summary>Number of times the list was read from disk.</summary>
    internal int Reads { get; private set; }

    /// <summary>Whether series are added to an existing collection.</summary>
    internal bool Appends => options.Existing == ExistingHierarchy.Append;

    internal override void Reserve(SeriesPart part, string origin) => reservations.Reserve(part.Path, origin);

    internal override void Release(SeriesPart part) => reservations.Release(part.Path);

    internal override Task ReadAsync()
    {
        var now = StampsOf(present);
        for (var look = 0; look < Looks && (stored is null || !now.Equals(stamps)); look++)
        {
            stored = StoredCollection.Read(present);
            stamps = now;
            Reads++;
            now = StampsOf(present); // the documents belong together if none has changed while they were read
        }

        return Task.CompletedTask;
    }

    internal override void Require(SeriesPart part)
    {
        RequireOwnName(part);
        if (!documents.Describes || stored?.MayDescribe != false)
        {
            return;
        }

        const string Remedy = "Give the OME-XML of all its series and the new ones when the builder is made (omeXml); nothing was changed.";
        if (ProblemOfXml(stored) is { } problem)
        {
            throw new IOException($"{problem}. {Remedy}");
        }

        if (part.Listed.Problem is { } own)
        {
            throw new ArgumentException($"series {part.Path}: {own}, so it cannot be added to the OME-XML of {Root}, which was not made by this library. {Remedy}");
        }
    }

    internal override IEnumerable<string> Needs(SeriesPart part) =>
        [GroupDocument.Name, StoreDocuments.KeyOf(NodeNames.SeriesGroup), StoreDocuments.KeyOf(NodeNames.SeriesGroup, NodeNames.OmeXml)];

    internal override bool CountsParts => StoredCollection.HasNoList(present);

    internal override bool Holds(string part) => stored?.Names.Contains(part) == true;

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved)
    {
        unfinished = moved;
        return NotListed(moved);
    }

    internal override async Task BeginAsync(DocumentChanges changes, IReadOnlyList<SeriesPart> incoming)
    {
        numbers.Clear();
        stored = null;
        await documents.WriteAsync((key, value) => changes.SetAsync(key, value), [.. incoming.OrderBy(part => part.Number).Select(part => part.Listed)]).ConfigureAwait(false);
        Note(changes, incoming, StoredCollection.Read(changes.Documents));
    }

    internal override async Task AddAsync(DocumentChanges changes, IReadOnlyList<SeriesPart> incoming)
    {
        var list = new List<ListedSeries>();
        foreach (var name in NamesWith(incoming))
        {
            list.Add(Describes(name, incoming) ? await DescribeAsync(name, incoming).ConfigureAwait(false) : new ListedSeries(name));
        }

        var rewritten = await documents.RewriteAsync(changes, stored!, list).ConfigureAwait(false);
        Note(changes, incoming, rewritten ?? StoredCollection.Read(present));
    }

    internal override void Commit(IReadOnlyList<SeriesPart> parts)
    {
        foreach (var part in parts.Where(part => Appends && !part.IsPrepared))
        {
            Release(part); // the series may be written again; the files on disk decide whether it may be replaced
        }
    }

    internal override void Rollback() => stored = null;

    /// <summary>Stores the present content of the documents, while other writers cannot change them.</summary>
    private void Note(DocumentChanges changes, IReadOnlyList<SeriesPart> incoming, StoredCollection? written)
    {
        foreach (var part in incoming)
        {
            numbers[part.Path] = part.Number;
            descriptions.Note(part, changes.Documents);
        }

        (stored, stamps) = (written, StampsOf(changes.Documents));
    }

    private void RequireOwnName(SeriesPart part)
    {
        if (stored?.Names.FirstOrDefault(name => name != part.Path && name.Equals(part.Path, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"series \"{part.Path}\" differs only in case from \"{twin}\", which is in the collection {Root} already; choose another name");
        }
    }

    /// <summary>The reason why images cannot be added to OME-XML of another program; null if they can.</summary>
    private string? ProblemOfXml(StoredCollection collection)
    {
        if (collection.ForeignXml is not { } xml)
        {
            return $"the OME-XML of {Root} was not made by this library and is not of the schema 2016-06, so images cannot be added to it";
        }

        // A process that is killed between the two documents leaves images in the OME-XML that the list lacks. If another process is writing, a later call decides.
        var more = xml.Count - collection.Names.Count;
        return more == 0 || (more > 0 && more <= NotListed(present.Unfinished).Count) || !StampsOf(present).Equals(stamps)
            ? null
            : $"the OME-XML of {Root} was not made by this library and describes {Counted.Of(xml.Count, "image")}, but {collection.Names.Count} {(collection.Names.Count == 1 ? "is" : "are")} listed, so it does not say which is which";
    }

    private List<string> NotListed(IReadOnlyList<string> moved) => [.. moved.Except(stored?.Names ?? []).Where(name => !name.Contains('/', StringComparison.Ordinal))];

    private OmeXmlGrowth? GrowingXml => documents.Describes ? stored?.ForeignXml : null;

    /// <summary>Whether a series gets a new description. In OME-XML of another program, only new series and those of an unfinished publication do.</summary>
    private bool Describes(string name, IReadOnlyList<SeriesPart> incoming) =>
        documents.Describes && stored!.HasXml && (GrowingXml is null || incoming.Any(part => part.Path == name) || unfinished.Contains(name));

    private List<string> NamesWith(IReadOnlyList<SeriesPart> incoming)
    {
        List<string> names = [.. stored!.Names];
        foreach (var part in incoming.Where(part => !names.Contains(part.Path)).OrderBy(part => part.Number))
        {
            // Series are only appended to OME-XML of another program, so that an unfinished publication can be located.
            var later = GrowingXml is null ? names.FindIndex(name => numbers.TryGetValue(name, out var number) && number > part.Number) : -1;
            names.Insert(later < 0 ? names.Count : later, part.Path);
        }

        return names;
    }

    private async Task<ListedSeries> DescribeAsync(string name, IReadOnlyList<SeriesPart> incoming) =>
        incoming.FirstOrDefault(part => part.Path == name)?.Listed ?? await descriptions.OfAsync(name).ConfigureAwait(false);

    private string Root => present.PathOf(string.Empty);

    private static (object? Root, object? List, object? Xml) StampsOf(HierarchyDocuments documents) =>
        (documents.StampOf(string.Empty), documents.StampOf(NodeNames.SeriesGroup), documents.StampOf(NodeNames.SeriesGroup, NodeNames.OmeXml));
}
