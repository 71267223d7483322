using OmeZarr.Writing;
using OmeZarr.Writing.Publication;

namespace OmeZarr;

/// <content>Leftovers.</content>
public static partial class OmeWriter
{
    /// <summary>
    /// Removes what writers have left that were killed: folders named <c>.name.….partial</c> in which hierarchies were built, and unfinished files of single values. A hierarchy that such a
    /// writer had set aside is put back if nothing took its place.
    /// </summary>
    /// <remarks>
    /// Writers do this by themselves for the destination that they write to. What a running writer works on is left alone: its folder is locked as long as its process lives. On file systems
    /// without locks, and for writers of other machines or before the last boot, nobody can tell: see <see cref="CleanOptions.Force"/>.
    /// </remarks>
    /// <param name="path">A hierarchy: what lies beside and in it that belongs to it is removed. Or a folder with any number of hierarchies: what lies in it, at any depth.</param>
    /// <param name="options">What is removed; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between leftovers.</param>
    /// <returns>What was found and what became of it, in the order of the paths.</returns>
    /// <exception cref="DirectoryNotFoundException">Nothing is at the path, nor a leftover of it.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static Task<IReadOnlyList<Leftover>> CleanAsync(string path, CleanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var cleaning = new Cleaning(Destination.Resolve(path), options ?? new CleanOptions());
        return Task.Run(() => cleaning.Run(cancellationToken), cancellationToken);
    }
}
