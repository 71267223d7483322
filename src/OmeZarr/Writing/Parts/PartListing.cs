using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>What a kind of hierarchy says about its parts: which can be added, and the documents that list them. Called by one task at a time.</summary>
/// <typeparam name="T">The kind of part.</typeparam>
internal abstract class PartListing<T>
    where T : HierarchyPart
{
    /// <summary>What is said when there is nothing to prepare.</summary>
    internal abstract string NothingAdded { get; }

    /// <summary>Whether parts that are there may be replaced.</summary>
    internal virtual bool MayReplaceParts => false;

    /// <summary>Makes room for a part, so that no other can take its place.</summary>
    /// <param name="part">The part.</param>
    /// <param name="origin">How it came, for example <c>added via AddWell</c>.</param>
    /// <exception cref="ArgumentException">Another part is in its place, or it does not fit the others.</exception>
    internal abstract void Take(T part, string origin);

    /// <summary>Gives the place of a part free that did not land.</summary>
    internal abstract void Release(T part);

    /// <summary>Writes the documents that list the parts that have landed and those that land just now.</summary>
    internal abstract Task WriteAsync(IWritableStore store, IReadOnlyList<T> landing);

    /// <summary>Notes whether parts have landed, after <see cref="WriteAsync"/> or what failed before it.</summary>
    internal abstract void Settle(IReadOnlyList<T> parts, bool haveLanded);
}
