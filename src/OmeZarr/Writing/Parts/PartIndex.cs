namespace OmeZarr.Writing.Parts;

/// <summary>The parts of a growing hierarchy: reservations, and the documents that list them. One task at a time calls it, except for <see cref="Reserve"/> and <see cref="Release"/>.</summary>
/// <typeparam name="T">The kind of part.</typeparam>
internal abstract class PartIndex<T>
    where T : Part
{
    /// <summary>The kind of hierarchy.</summary>
    internal abstract OmeDocumentKind Kind { get; }

    /// <summary>The error message when there is nothing to prepare.</summary>
    internal abstract string NothingAdded { get; }

    /// <summary>Whether existing parts may be replaced.</summary>
    internal virtual bool MayReplaceParts => false;

    /// <summary>Reserves the place of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="origin">The origin of the part in error messages, for example <c>added via AddWell</c>.</param>
    /// <exception cref="ArgumentException">The place is already reserved, or the part does not fit the others.</exception>
    internal abstract void Reserve(T part, string origin);

    /// <summary>Cancels the reservation of a part that was not published.</summary>
    internal abstract void Release(T part);

    /// <summary>Reads the documents of the hierarchy on disk, unless they are unchanged since the last call.</summary>
    /// <exception cref="IOException">The path holds something else, or the documents cannot be read.</exception>
    /// <exception cref="Zarr.ZarrException">The documents are damaged.</exception>
    /// <exception cref="OmeZarrException">The hierarchy is of another kind, or its metadata is broken.</exception>
    internal abstract Task ReadAsync();

    /// <summary>Checks that a part fits the documents that were read.</summary>
    /// <exception cref="ArgumentException">The part does not fit.</exception>
    /// <exception cref="IOException">The existing part must not be replaced.</exception>
    internal virtual void Require(T part)
    {
    }

    /// <summary>The folders to move into the hierarchy for a part, as paths relative to the part: one empty path for a new part, several paths if the part exists and is extended.</summary>
    internal virtual IReadOnlyList<string> Pieces(T part) => [string.Empty];

    /// <summary>Those folders of an unfinished publication that no document lists.</summary>
    /// <param name="moved">Paths in the hierarchy.</param>
    internal abstract IReadOnlyList<string> Orphans(IReadOnlyList<string> moved);

    /// <summary>Writes the documents of a new hierarchy.</summary>
    internal abstract Task BeginAsync(DocumentChanges documents, IReadOnlyList<T> incoming);

    /// <summary>Rewrites the documents that list the parts, with the published parts and the incoming ones.</summary>
    internal abstract Task AddAsync(DocumentChanges documents, IReadOnlyList<T> incoming);

    /// <summary>Confirms parts that were published and listed.</summary>
    internal abstract void Commit(IReadOnlyList<T> parts);

    /// <summary>Discards the state of a publication that failed, before or after <see cref="BeginAsync"/> or <see cref="AddAsync"/>.</summary>
    internal virtual void Rollback()
    {
    }
}
