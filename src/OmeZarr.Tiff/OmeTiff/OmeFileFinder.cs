using OmeZarr.Tiff.Axes;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Finds the file that OME-XML means. Files are renamed after they were written, and some writers give all files of a set one identifier.</summary>
internal sealed class OmeFileFinder
{
    private readonly OmeSource source;
    private readonly TiffPages? opened;
    private readonly OmeFolder folder;
    private readonly HashSet<string> sharedUuids;
    private readonly bool isSingle;

    /// <param name="source">The document.</param>
    /// <param name="opened">The file that the user opened; null if that is the document itself.</param>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="references">All files of the document.</param>
    public OmeFileFinder(OmeSource source, TiffPages? opened, OmeFolder folder, IReadOnlyCollection<(string? Uuid, string? Name)> references)
    {
        (this.source, this.opened, this.folder) = (source, opened, folder);
        isSingle = references.Count == 1;
        sharedUuids = [.. references.Where(reference => reference.Uuid is not null).GroupBy(reference => reference.Uuid!).Where(group => group.Count() > 1).Select(group => group.Key)];
    }

    private string? Home => opened?.File.Path ?? (source.IsTiff ? source.Path : null);

    /// <summary>The path of a file; null if it is missing.</summary>
    public string? Find((string? Uuid, string? Name) reference)
    {
        var (uuid, name) = reference;
        if (uuid is null && name is null)
        {
            return source.IsTiff ? source.Path : Home;
        }

        var isOwn = source.IsTiff && (source.Document.Uuid is { } own ? uuid == own && !sharedUuids.Contains(own) : isSingle);
        var found = isOwn ? source.Path
            : name is not null && folder.FindName(name) is { } named ? named
            : uuid is not null && !sharedUuids.Contains(uuid) ? folder.Find(null, uuid)
            : null;
        // A set of one file is this file, whatever it is called now.
        return Same(found) ?? (isSingle ? Home : null);
    }

    // One file has one path, however it was found.
    private string? Same(string? found) => found is not null && opened is not null && Path.GetFullPath(found) == Path.GetFullPath(opened.File.Path) ? opened.File.Path : found;
}
