namespace OmeZarr.Writing.Parts;

/// <summary>
/// Keeps track of the parts of a hierarchy that grows: the wells of a plate, the series of a collection, the labels of an image. It reserves their places, and rewrites the documents that list
/// them. <see cref="Reserve"/> and <see cref="Release"/> are thread-safe; all other members are called by one task at a time.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
internal abstract class PartIndex<T>
    where T : Part
{
    /// <summary>The kind of hierarchy.</summary>
    internal abstract OmeDocumentKind Kind { get; }

    /// <summary>The error message when arrays are to be prepared and no part was added.</summary>
    internal abstract string NothingAddedMessage { get; }

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
    /// <exception cref="IOException">The path holds something other than a Zarr group, or the documents cannot be read.</exception>
    /// <exception cref="Zarr.ZarrException">The documents are damaged.</exception>
    /// <exception cref="OmeZarrException">The hierarchy is of another kind, or its metadata is broken.</exception>
    internal abstract Task ReadAsync();

    /// <summary>Checks that a part fits the documents that were read.</summary>
    /// <exception cref="ArgumentException">The part does not fit.</exception>
    /// <exception cref="IOException">The part exists and must be neither replaced nor extended.</exception>
    internal virtual void Require(T part)
    {
    }

    /// <summary>The folders to move into the hierarchy, as paths relative to the part. A new part is one folder, the empty path. A part that exists and is extended has several.</summary>
    internal virtual IReadOnlyList<string> Pieces(T part) => [string.Empty];

    /// <summary>The keys of the documents that the other members read for a part, relative to the hierarchy; stores load them before.</summary>
    internal abstract IEnumerable<string> Needs(T part);

    /// <summary>Whether no document lists the parts, so that they are the groups <c>0</c>, <c>1</c>, <c>2</c>…; stores load the documents of these, too.</summary>
    internal virtual bool CountsParts => false;

    /// <summary>Whether the documents that were read list a part.</summary>
    internal abstract bool Holds(string part);

    /// <summary>Of the folders that an interrupted publication moved in, those that no document lists.</summary>
    /// <param name="moved">The folders that were moved in, as paths relative to the hierarchy.</param>
    internal abstract IReadOnlyList<string> Orphans(IReadOnlyList<string> moved);

    /// <summary>Writes the documents of a new hierarchy, which list the incoming parts.</summary>
    internal abstract Task BeginAsync(DocumentChanges documents, IReadOnlyList<T> incoming);

    /// <summary>Rewrites the documents that list the parts, with the published parts and the incoming ones.</summary>
    internal abstract Task AddAsync(DocumentChanges documents, IReadOnlyList<T> incoming);

    /// <summary>Confirms parts that were published and listed.</summary>
    internal abstract void Commit(IReadOnlyList<T> parts);

    /// <summary>Forgets what is in memory of a publication that failed. The failure may come before or after <see cref="BeginAsync"/> or <see cref="AddAsync"/>. Files and reservations stay.</summary>
    internal virtual void Rollback()
    {
    }
}
