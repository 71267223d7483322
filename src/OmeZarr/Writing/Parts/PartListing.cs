namespace OmeZarr.Writing.Parts;

/// <summary>What a kind of hierarchy says about its parts: which can be added, and the documents that list them. Called by one task at a time, except for <see cref="Reserve"/> and <see cref="Release"/>.</summary>
/// <typeparam name="T">The kind of part.</typeparam>
internal abstract class PartListing<T>
    where T : HierarchyPart
{
    /// <summary>What the parts make together.</summary>
    internal abstract OmeDocumentKind Kind { get; }

    /// <summary>What is said when there is nothing to prepare.</summary>
    internal abstract string NothingAdded { get; }

    /// <summary>Whether parts that are there may be replaced.</summary>
    internal virtual bool MayReplaceParts => false;

    /// <summary>Makes room for a part, so that no other can take its place.</summary>
    /// <param name="part">The part.</param>
    /// <param name="origin">How it came, for example <c>added via AddWell</c>.</param>
    /// <exception cref="ArgumentException">Another part is in its place, or it does not fit the others.</exception>
    internal abstract void Reserve(T part, string origin);

    /// <summary>Gives the place of a part free that did not land.</summary>
    internal abstract void Release(T part);

    /// <summary>Reads the documents of the hierarchy that is there, unless they are as they were when they were looked at last.</summary>
    /// <exception cref="IOException">Something else is there, or the documents cannot be read.</exception>
    /// <exception cref="Zarr.ZarrException">They are damaged.</exception>
    /// <exception cref="OmeZarrException">The hierarchy is of another kind, or its metadata is broken.</exception>
    internal abstract Task ReadAsync();

    /// <summary>Checks that a part fits what was read.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    /// <exception cref="IOException">What is there must stay.</exception>
    internal virtual void Require(T part)
    {
    }

    /// <summary>What has to be moved into the hierarchy for a part: paths relative to it, empty for the part as a whole; more of them where it joins what is there.</summary>
    internal virtual IReadOnlyList<string> Pieces(T part) => [string.Empty];

    /// <summary>Of what a killed process began to move in: what nobody lists.</summary>
    /// <param name="moved">Paths in the hierarchy.</param>
    internal abstract IReadOnlyList<string> Orphans(IReadOnlyList<string> moved);

    /// <summary>Writes the documents of a new hierarchy.</summary>
    internal abstract Task BeginAsync(DocumentChanges documents, IReadOnlyList<T> landing);

    /// <summary>Rewrites the documents that list the parts, those that were read and those that land just now.</summary>
    internal abstract Task AddAsync(DocumentChanges documents, IReadOnlyList<T> landing);

    /// <summary>Notes whether parts have landed, after <see cref="BeginAsync"/>, <see cref="AddAsync"/> or what failed before.</summary>
    internal abstract void Settle(IReadOnlyList<T> parts, bool haveLanded);
}
