using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr;

/// <content>Leftovers.</content>
public static partial class OmeWriter
{
    /// <summary>
    /// Removes leftovers of killed writers: folders named <c>.name.….partial</c> in which hierarchies were built, and unfinished files of single values. A hierarchy that such a
    /// writer had set aside is put back if nothing took its place. Parts of planned conversions that are not finished (folders <c>.name.parts</c>) are found, too; only <c>force</c> removes them.
    /// </summary>
    /// <remarks>
    /// Writers do this themselves for their destination. The staging folder of a running writer is locked, and stays. On file systems without locks, for writers of other machines and for writers before
    /// the last boot, nobody can tell whether they run: <c>force</c> removes these, too. In a store, a value <c>.writing.partial</c> marks each path at which a writer is at work; what a killed writer has written below it is a leftover. All
    /// keys below the location are listed to find the marks.
    /// </remarks>
    /// <param name="location">A hierarchy: leftovers beside and in it are removed. Or a folder with any number of hierarchies: leftovers in it are removed, at any depth.</param>
    /// <param name="dryRun">Whether to report leftovers without removing them.</param>
    /// <param name="force">Whether to remove leftovers, too, whose writer may still run, because it ran on another machine or before the last boot. Set it only when no writer runs.
    /// It also removes the parts of plans (<see cref="ConversionPlan"/>). The folders of running writers of this machine stay in any case.</param>
    /// <param name="draftAge">The age from which an unfinished file of a single value (chunk, document) is a leftover, and how long no task of a plan must have written; null for a day.</param>
    /// <param name="cancellationToken">Stops between leftovers.</param>
    /// <returns>The leftovers and what became of them, ordered by path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative.</exception>
    /// <exception cref="DirectoryNotFoundException">Nothing is at the path, nor a leftover of it.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static Task<IReadOnlyList<Leftover>> CleanAsync(
        StoreLocation location, bool dryRun = false, bool force = false, TimeSpan? draftAge = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var age = draftAge ?? TimeSpan.FromDays(1);
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero, nameof(draftAge));
        if (location.Folder is not { } folder && (folder = location.Archive) is null)
        {
            return new StoreCleaning(StorePlace.Of(location), dryRun, force, age).RunAsync(cancellationToken);
        }

        var cleaning = new Cleaning(Destination.Resolve(folder), dryRun, force, age);
        return Task.Run(() => cleaning.Run(cancellationToken), cancellationToken);
    }
}
