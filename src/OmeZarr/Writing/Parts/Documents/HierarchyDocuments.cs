using OmeZarr.Planning;
using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Parts;

/// <summary>The documents of a hierarchy that grows, in a folder or in a store. Paths are relative to the hierarchy.</summary>
internal abstract class HierarchyDocuments
{
    /// <summary>Paths of parts whose publication has begun and is not finished, or was never finished because the process was killed.</summary>
    internal virtual IReadOnlyList<string> Unfinished => [];

    /// <summary>The path of a node as messages show it.</summary>
    internal abstract string PathOf(string path);

    /// <summary>A document of a group; null if there is none.</summary>
    /// <param name="path">Path of the group; empty for the hierarchy itself.</param>
    /// <param name="name">Name of the document.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal abstract byte[]? Read(string path, string name = GroupDocument.Name);

    /// <summary>Something that changes with the document; null if there is none. Two equal stamps mean the same document.</summary>
    internal abstract object? StampOf(string path, string name = GroupDocument.Name);

    /// <summary>A stamp of the document of a part. In a store it is always the same: a part that another writer replaces keeps its description until the list is read by a new builder.</summary>
    internal virtual object? StampOfPart(string path) => StampOf(path);

    /// <summary>Whether nothing is where a group was looked for. If something is, another writer may have published the group just now, so that it is worth to look again.</summary>
    /// <exception cref="IOException">There is a group of Zarr v2.</exception>
    internal virtual bool IsFree(string path) => true;

    /// <summary>Throws if a part is there and must stay. In a store nothing is asked: the writer looks when it claims the path.</summary>
    /// <exception cref="IOException">The message says what to do.</exception>
    internal virtual void RequireReplaceable(string path, bool overwrite)
    {
    }

    /// <summary>Names of nodes directly below the hierarchy, as far as they can be listed cheaply.</summary>
    internal virtual IEnumerable<string> Children => [];

    /// <summary>Whether anything is at a path, listed or not. In a store always false: the writer looks when it claims the path.</summary>
    internal virtual bool Exists(string path) => false;

    /// <summary>Whether there is a Zarr v3 group (true) or array (false); null if it is not a node.</summary>
    internal bool? IsGroup(string path) => Read(path) is { } utf8 ? Destination.IsGroup(utf8) : null;
}
