using System.Text;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;

namespace OmeZarr.Writing.Dividing;

/// <summary>Where the parts of a plan are written until it is finished, and where their receipts are. Any number of processes on any machines use it at the same time.</summary>
internal abstract class DividedPlace
{
    private bool isEntered;

    private protected DividedPlace(DivisionPlan plan, StorePlace content, StorePlace notes) => (Plan, Content, Notes) = (plan, content, notes);

    internal DivisionPlan Plan { get; }

    /// <summary>The hierarchy.</summary>
    internal StorePlace Content { get; }

    /// <summary>The id of the plan, and the receipts.</summary>
    private StorePlace Notes { get; }

    /// <summary>The place of a plan. Nothing is created.</summary>
    /// <exception cref="NotSupportedException">The destination is an archive.</exception>
    internal static DividedPlace Of(HierarchyPlace place, DivisionPlan plan) => place.Archive is { } archive
        ? throw new NotSupportedException($"{archive} is an archive, which one process writes from its beginning to its end; plan a folder, and pack it with {nameof(StoreCopy)} (omezarr copy)")
        : place.Store is { } store ? new DividedStorePlace(plan, store) : DividedFolder.Of(plan, place.Folder!);

    /// <summary>Removes the notes of a plan that has published its hierarchy, if it was interrupted then.</summary>
    /// <param name="place">The destination.</param>
    /// <param name="identity">What the caller said to identify the input of the plan.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Whether there was such a plan.</returns>
    internal static async Task<bool> CompleteAsync(HierarchyPlace place, string identity, CancellationToken cancellationToken)
    {
        DividedPlace With(string? id) => Of(place, new DivisionPlan(place.Text, OmeDocumentKind.Image, true, identity, [], []) { Id = id! });
        if (place.Archive is not null || await With(null).Notes.ReadAsync(PartsFolder.PlanName, cancellationToken).ConfigureAwait(false) is not var (utf8, _))
        {
            return false;
        }

        var known = With(Encoding.UTF8.GetString(utf8).Split('\n')[0]);
        if (!known.Note.AsSpan().SequenceEqual(utf8) || !await known.IsPublishedAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await known.CleanUpAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>What says whose parts these are.</summary>
    private byte[] Note => Encoding.UTF8.GetBytes($"{Plan.Id}\n{Plan.Identity}");

    /// <summary>Whether the hierarchy is at its destination. Notes of the plan may be left.</summary>
    internal abstract Task<bool> IsPublishedAsync(CancellationToken cancellationToken);

    /// <summary>Puts back the hierarchy if a process was killed that had moved it away to publish it.</summary>
    internal virtual void Recover()
    {
    }

    /// <summary>Removes the notes of the plan, when the hierarchy is at its destination.</summary>
    internal abstract Task CleanUpAsync(CancellationToken cancellationToken);

    /// <summary>Takes the place for the plan, unless it has it already.</summary>
    /// <exception cref="IOException">Another plan has it, or nothing can be written there.</exception>
    internal async Task EnterAsync(CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        if (!await Notes.HoldsAsync(PartsFolder.PlanName, Note, cancellationToken).ConfigureAwait(false) && !await Notes.TryCreateAsync(PartsFolder.PlanName, Note, cancellationToken).ConfigureAwait(false))
        {
            throw new DestinationExistsException(Plan.Destination, $"{Notes.Text} holds the parts of another plan for {Plan.Destination}: its input, its options or its division differ. Go on with that plan, or delete {Notes.Text} and run all tasks of this one. Nothing was changed.");
        }

        if (!isEntered)
        {
            await NoteUseAsync(Notes, cancellationToken).ConfigureAwait(false);
            isEntered = true;
        }
    }

    /// <summary>The receipts that are there, by part.</summary>
    internal async Task<IReadOnlySet<int>> ListAsync(CancellationToken cancellationToken)
    {
        if (!await Notes.HoldsAsync(PartsFolder.PlanName, Note, cancellationToken).ConfigureAwait(false))
        {
            return new HashSet<int>();
        }

        var names = (await Notes.Below(PartsFolder.Receipts).ListAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, Plan.PartCount).Where(part => names.Contains(Receipt.NameOf(part))).ToHashSet();
    }

    /// <summary>The receipt of a part; null if there is none that can be read.</summary>
    internal async Task<Receipt?> ReadAsync(int part, CancellationToken cancellationToken)
    {
        if (await Notes.Below(PartsFolder.Receipts).ReadAsync(Receipt.NameOf(part), cancellationToken).ConfigureAwait(false) is not var (utf8, _))
        {
            return null;
        }

        try
        {
            return Receipt.Parse(utf8) is { } receipt && receipt.Plan == Plan.Id && receipt.Part == part ? receipt : null;
        }
        catch (InvalidDataException)
        {
            return null; // the part is done again
        }
    }

    internal async Task WriteAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        await Notes.Store.SetAsync(Notes.Below(PartsFolder.Receipts).Key(Receipt.NameOf(receipt.Part)), receipt.ToUtf8(), cancellationToken).ConfigureAwait(false);
        await NoteUseAsync(Notes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes that a task writes there now, where nothing else tells it.</summary>
    private protected virtual Task NoteUseAsync(StorePlace notes, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deletes the receipt of a part.</summary>
    internal Task ForgetAsync(int part, CancellationToken cancellationToken) => Notes.Store.DeleteAsync(Notes.Below(PartsFolder.Receipts).Key(Receipt.NameOf(part)), cancellationToken).AsTask();

    /// <summary>Whether a look at some values costs little: in a store it takes a list of all.</summary>
    internal abstract bool LooksCheaply { get; }

    /// <summary>The keys of values that are not as the receipts say: missing, or of another length.</summary>
    /// <param name="receipts">The receipts.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    internal abstract Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken);

    /// <summary>The keys of values that do not have the checksums of a receipt.</summary>
    internal async Task<IReadOnlyList<string>> DamagedAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        var damaged = new List<string>();
        foreach (var (key, value) in receipt.Values)
        {
            using var bytes = await Content.Store.GetAsync(Content.Key(key), cancellationToken).ConfigureAwait(false);
            if (bytes is null || bytes.Memory.Length != value.Length || Crc32C.Checksum(bytes.Memory.Span) != value.Crc32C)
            {
                damaged.Add(key);
            }
        }

        return damaged;
    }

    /// <summary>Begins to finish: documents are written to the target, then the hierarchy is published.</summary>
    internal abstract Task<HierarchyDraft> FinishAsync(WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Deletes the parts and the receipts, so that the plan begins anew.</summary>
    internal abstract Task DiscardAsync(CancellationToken cancellationToken);

    private protected abstract Task CreateAsync(CancellationToken cancellationToken);
}
