using OmeZarr.OmeXml;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of series of a collection: those that were there, then the new ones in the order in which they were asked for.</summary>
/// <param name="root">The absolute path of the collection, which need not exist.</param>
/// <param name="documents">The documents.</param>
/// <param name="options">How it is written.</param>
internal sealed class CollectionListing(string root, CollectionDocuments documents, WriteOptions options) : PartListing<SeriesPart>
{
    private const int Looks = 10;

    private readonly NameReservations reservations = new("series");
    private readonly Dictionary<string, long> numbers = [];
    private readonly SeriesDescriptions descriptions = new(root);
    private StoredCollection? stored;
    private IReadOnlyList<string> unfinished = [];
    private (DocumentStamp? Root, DocumentStamp? List, DocumentStamp? Xml) stamps;

    internal override OmeDocumentKind Kind => OmeDocumentKind.Bioformats2Raw;

    internal override string NothingAdded => $"No series added. Call {nameof(Bioformats2RawBuilder.AddSeries)} before {nameof(Bioformats2RawBuilder.PrepareAsync)}.";

    internal override bool MayReplaceParts => Appends && options.Overwrite;

    /// <summary>How often the list was read from the disk.</summary>
    internal int Reads { get; private set; }

    /// <summary>Whether series are added to what is there.</summary>
    internal bool Appends => options.Existing == ExistingHierarchy.Append;

    internal override void Reserve(SeriesPart part, string origin) => reservations.Reserve(part.Path, origin);

    internal override void Release(SeriesPart part) => reservations.Release(part.Path);

    internal override Task ReadAsync()
    {
        var now = StampsOf(root);
        for (var look = 0; look < Looks && (stored is null || now != stamps); look++)
        {
            stored = StoredCollection.Read(root);
            stamps = now;
            Reads++;
            now = StampsOf(root); // the documents belong together if none has changed while they were read
        }

        return Task.CompletedTask;
    }

    internal override void Require(SeriesPart part)
    {
        if (stored?.Names.FirstOrDefault(name => name != part.Path && name.Equals(part.Path, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"series \"{part.Path}\" differs only in case from \"{twin}\", which is in the collection {root} already; choose another name");
        }

        if (documents.Describes && stored?.MayDescribe == false && ProblemOfXml(stored) is { } problem)
        {
            throw new IOException($"{problem}. Give the OME-XML of all its series and the new ones when the builder is made (omeXml); nothing was changed.");
        }
    }

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved)
    {
        unfinished = moved;
        return NotListed(moved);
    }

    internal override async Task BeginAsync(DocumentChanges changes, IReadOnlyList<SeriesPart> landing)
    {
        numbers.Clear();
        stored = null;
        await documents.WriteAsync(changes, [.. landing.OrderBy(part => part.Number).Select(part => new ListedSeries(part.Path, part.Description))]).ConfigureAwait(false);
        Note(changes, landing, StoredCollection.Read(changes.Folder));
    }

    internal override async Task AddAsync(DocumentChanges changes, IReadOnlyList<SeriesPart> landing)
    {
        var list = new List<ListedSeries>();
        foreach (var name in NamesWith(landing))
        {
            list.Add(new ListedSeries(name, Describes(name, landing) ? await DescribeAsync(name, landing).ConfigureAwait(false) : null));
        }

        var rewritten = await documents.RewriteAsync(changes, stored!, list).ConfigureAwait(false);
        Note(changes, landing, rewritten ?? StoredCollection.Read(root));
    }

    internal override void Settle(IReadOnlyList<SeriesPart> parts, bool haveLanded)
    {
        stored = haveLanded ? stored : null;
        foreach (var part in parts)
        {
            if (haveLanded && Appends && !part.IsPrepared)
            {
                Release(part); // it may be replaced again; whether it may is seen on disk
            }
        }
    }

    /// <summary>What is in the documents now, while nobody else can change them.</summary>
    private void Note(DocumentChanges changes, IReadOnlyList<SeriesPart> landing, StoredCollection? written)
    {
        foreach (var part in landing)
        {
            numbers[part.Path] = part.Number;
            descriptions.Note(part, changes.Folder);
        }

        (stored, stamps) = (written, StampsOf(changes.Folder));
    }

    /// <summary>Why images cannot be added to OME-XML of others; null if they can.</summary>
    private string? ProblemOfXml(StoredCollection collection)
    {
        if (collection.ForeignXml is not { } xml)
        {
            return $"the OME-XML of {root} was not made by this library and is not of the schema 2016-06, so images cannot be added to it";
        }

        // A process that is killed between the two documents leaves images in the first that the second does not list yet. While others write, it is seen later.
        var more = xml.Count - collection.Names.Count;
        return more == 0 || (more > 0 && more <= NotListed(new LandingRecord(root).Read()).Count) || StampsOf(root) != stamps
            ? null
            : $"the OME-XML of {root} was not made by this library and describes {xml.Count} images, but {collection.Names.Count} are listed, so it does not say which is which";
    }

    private List<string> NotListed(IReadOnlyList<string> moved) => [.. moved.Except(stored?.Names ?? []).Where(name => !name.Contains('/', StringComparison.Ordinal))];

    private OmeXmlGrowth? GrowingXml => documents.Describes ? stored?.ForeignXml : null;

    /// <summary>Whether a series is described anew. In OME-XML of others only what is new, or was about to be replaced by a process that was killed.</summary>
    private bool Describes(string name, IReadOnlyList<SeriesPart> landing) =>
        documents.Describes && (GrowingXml is null || landing.Any(part => part.Path == name) || unfinished.Contains(name));

    private List<string> NamesWith(IReadOnlyList<SeriesPart> landing)
    {
        List<string> names = [.. stored!.Names];
        foreach (var part in landing.Where(part => !names.Contains(part.Path)).OrderBy(part => part.Number))
        {
            // OME-XML of others only grows at its end, so that it can be told where a process was killed.
            var later = GrowingXml is null ? names.FindIndex(name => numbers.TryGetValue(name, out var number) && number > part.Number) : -1;
            names.Insert(later < 0 ? names.Count : later, part.Path);
        }

        return names;
    }

    private async Task<OmeXmlImage> DescribeAsync(string name, IReadOnlyList<SeriesPart> landing) =>
        landing.FirstOrDefault(part => part.Path == name)?.Description ?? await descriptions.OfAsync(name).ConfigureAwait(false);

    private static (DocumentStamp? Root, DocumentStamp? List, DocumentStamp? Xml) StampsOf(string folder)
    {
        var ome = Path.Join(folder, CollectionDocuments.GroupName);
        return (DocumentStamp.Of(folder), DocumentStamp.Of(ome), DocumentStamp.Of(ome, CollectionDocuments.XmlName));
    }
}
