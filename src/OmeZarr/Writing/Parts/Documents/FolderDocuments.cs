using OmeZarr.Planning;
using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents of a hierarchy in a folder.</summary>
/// <param name="root">Its absolute path, links resolved. It need not exist.</param>
internal sealed class FolderDocuments(string root) : HierarchyDocuments
{
    internal override IReadOnlyList<string> Unfinished => new PublicationJournal(root).Read();

    internal override IEnumerable<string> Children => Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)) : [];

    internal override string PathOf(string path) => Path.Join(root, path);

    internal override byte[]? Read(string path, string name = GroupDocument.Name) => Destination.ReadOrNull(Path.Join(root, path, name));

    internal override object? StampOf(string path, string name = GroupDocument.Name) => DocumentStamp.Of(Path.Join(root, path), name);

    internal override bool Exists(string path) => Destination.Exists(Path.Join(root, path));

    internal override void RequireReplaceable(string path, bool overwrite) => Destination.RequireReplaceable(Path.Join(root, path), overwrite);

    internal override bool IsFree(string path)
    {
        if (File.Exists(Path.Join(root, path, ".zgroup")))
        {
            throw StoredGroup.IsOld(PathOf(path));
        }

        return !Exists(path);
    }
}
