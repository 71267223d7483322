using OmeZarr.OmeXml;

namespace OmeZarr.Writing.Parts;

/// <summary>The list of series of a collection: those that were there, then the new ones in the order in which they were asked for.</summary>
/// <param name="root">The absolute path of the collection, which need not exist.</param>
/// <param name="documents">The documents.</param>
/// <param name="options">How it is written.</param>
internal sealed class CollectionListing(string root, CollectionDocuments documents, WriteOptions options) : PartListing<SeriesPart>
{
    private readonly TakenNames taken = new("series");
    private readonly Dictionary<string, long> numbers = [];
    private readonly SeriesDescriptions descriptions = new(root);
    private StoredCollection? stored;
    private (DocumentStamp? Root, DocumentStamp? List, DocumentStamp? Xml) stamps;

    internal override OmeDocumentKind Kind => OmeDocumentKind.Bioformats2Raw;

    internal override string NothingAdded => $"No series added. Call {nameof(Bioformats2RawBuilder.AddSeries)} before {nameof(Bioformats2RawBuilder.PrepareAsync)}.";

    internal override bool MayReplaceParts => Appends && options.Overwrite;

    /// <summary>How often the list was read from the disk.</summary>
    internal int Reads { get; private set; }

    /// <summary>Whether series are added to what is there.</summary>
    internal bool Appends => options.Existing == ExistingHierarchy.Append;

    internal override void Take(SeriesPart part, string origin) => taken.Take(part.Path, origin);

    internal override void Release(SeriesPart part) => taken.Release(part.Path);

    internal override Task ReadAsync()
    {
        var now = StampsOf(root);
        if (stored is null || now != stamps)
        {
            stored = StoredCollection.Read(root);
            stamps = now;
            Reads++;
        }

        return Task.CompletedTask;
    }

    internal override void Require(SeriesPart part)
    {
        if (stored?.Names.FirstOrDefault(name => name != part.Path && name.Equals(part.Path, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            throw new ArgumentException($"series \"{part.Path}\" differs only in case from \"{twin}\", which is in the collection {root} already; choose another name");
        }

        if (documents.Describes && stored?.MayDescribe == false)
        {
            throw new IOException(
                $"the OME-XML of {root} was not made by this library, and would be lost. Give the OME-XML of all its series and the new ones when the builder is made (omeXml); nothing was changed.");
        }
    }

    internal override IReadOnlyList<string> Orphans(IReadOnlyList<string> moved) => [.. moved.Except(stored?.Names ?? []).Where(name => !name.Contains('/', StringComparison.Ordinal))];

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
            list.Add(new ListedSeries(name, documents.Describes ? await DescribeAsync(name, landing).ConfigureAwait(false) : null));
        }

        var isRootKept = await documents.RewriteAsync(changes, stored!, list).ConfigureAwait(false);
        Note(changes, landing, isRootKept ? stored!.With([.. list.Select(entry => entry.Name)]) : StoredCollection.Read(root));
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

    private List<string> NamesWith(IReadOnlyList<SeriesPart> landing)
    {
        List<string> names = [.. stored!.Names];
        foreach (var part in landing.Where(part => !names.Contains(part.Path)).OrderBy(part => part.Number))
        {
            var later = names.FindIndex(name => numbers.TryGetValue(name, out var number) && number > part.Number);
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
