using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Recovery;
using OmeZarr.Acquiring.Storing;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

// Completes acquisitions whose writers died.
public sealed partial class OmeAcquisition
{
    /// <summary>Completes an acquisition whose process or machine died: stores the frames of its journal, cuts the slowest axis behind the last frame, computes the remaining levels and writes the metadata of frames.</summary>
    /// <remarks>
    /// <para>Everything that was appended before the last durable point is there afterwards. Frames that came later are kept if they were stored, and otherwise read as zero. If the call fails or is stopped, another one goes on.</para>
    /// <para>On Windows, nobody can tell whether the acquisition still runs: call it only when it does not.</para>
    /// <para>An acquisition into a store has no journal, because its durable points store everything. Its images are valid as they are: the slowest axis may be longer than what was acquired, and levels may lack what was stored last;
    /// <see cref="OmePyramid"/> computes them again. The call changes nothing there.</para>
    /// </remarks>
    /// <param name="location">The location that was given to <see cref="BeginAsync"/>.</param>
    /// <param name="cancellationToken">Stops the call; another call goes on.</param>
    /// <exception cref="NodeNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">The acquisition still runs, its journal is damaged, or something cannot be written.</exception>
    public static async Task<AcquisitionRecovery> RecoverAsync(StoreLocation location, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location.Folder is { } given && ArchiveOf(given) is { } named)
        {
            location = named;
        }

        var archive = location.Archive is null ? null : Destination.Resolve(location.Archive);
        var root = Destination.Resolve(archive is null ? location : archive + ArchiveSuffix);
        if (root.Folder is not { } folder)
        {
            return new AcquisitionRecovery { Location = location.ToString(), WasNeeded = false };
        }

        var recovery = await RecoverFolderAsync(folder, root, archive, cancellationToken).ConfigureAwait(false);
        return recovery with { Location = archive ?? root.ToString() };
    }

    /// <summary>Tells whether an acquisition writes to a place, or has died there. Nothing is changed.</summary>
    /// <remarks>On Windows, an acquisition that runs cannot be told from one that has died. In a store, all are complete.</remarks>
    /// <param name="location">The location that was given to <see cref="BeginAsync"/>.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public static AcquisitionState StateOf(StoreLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var root = location.Archive is { } archive ? Destination.Resolve(archive) + ArchiveSuffix : location.Folder is { } given ? Destination.Resolve(given) : null;
        var journals = root is null ? [] : JournalFolder.Find(root);
        return journals.Count > 0 ? JournalFolder.IsHeld(journals[0]) ? AcquisitionState.Running : AcquisitionState.Abandoned
            : location.Archive is not null && Directory.Exists(root) ? AcquisitionState.Abandoned
            : AcquisitionState.Complete;
    }

    /// <summary>The archive that is packed from a folder; null if it is the folder of no archive.</summary>
    private static string? ArchiveOf(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(folder);
        return path.EndsWith(ArchivePlace.Ending + ArchiveSuffix, StringComparison.OrdinalIgnoreCase) ? path[..^ArchiveSuffix.Length] : null;
    }

    private static async Task<AcquisitionRecovery> RecoverFolderAsync(string folder, StoreLocation root, string? archive, CancellationToken cancellationToken)
    {
        var hadUnbegun = AbandonedJournal.RemoveUnbegun(folder);
        using var journal = AbandonedJournal.Find(folder);
        var isThere = File.Exists(Path.Join(folder, GroupDocument.Name));
        if (journal is null && !hadUnbegun && !isThere && (archive is null ? !Directory.Exists(folder) : !File.Exists(archive) && !Directory.Exists(folder)))
        {
            throw new NodeNotFoundException(folder, $"{archive ?? folder} does not exist, nor a journal of its acquisition");
        }

        if (journal is { Reader.HasPoint: true } && !isThere && (archive is null || !File.Exists(archive)))
        {
            throw new IOException($"{folder} is not there, but the journal of its acquisition is: {journal.Folder}. Move the hierarchy back to its place, or delete the journal; nothing was changed.");
        }

        var recovery = journal is { Reader.HasPoint: true } && isThere ? await FinishAsync(journal, root, cancellationToken).ConfigureAwait(false) : new AcquisitionRecovery { Location = folder, WasNeeded = false };
        if (archive is not null && Directory.Exists(folder))
        {
            await PackAsync(folder, archive, journal?.Plan.Settings.Overwrite ?? false, isThere, cancellationToken).ConfigureAwait(false);
            recovery = recovery with { WasNeeded = true };
        }

        journal?.Delete();
        return recovery;
    }

    private static async Task<AcquisitionRecovery> FinishAsync(AbandonedJournal journal, StoreLocation root, CancellationToken cancellationToken)
    {
        await OmeWriter.CleanAsync(root, cancellationToken: cancellationToken).ConfigureAwait(false); // images that were about to be created
        var creator = CreatorOf(root, journal.Plan, journal.Plan.Options with { Overwrite = false, Existing = ExistingHierarchy.Append });
        await using (creator.ConfigureAwait(false))
        {
            List<RecordedImage> images = [.. journal.Paths.Select((path, position) => new RecordedImage(journal.Plan, At(root, path), token => creator.CreateAsync(position, token)))];
            return await new RecoveryRun(journal, images, root).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A folder without its document was packed before: only its deletion is left.</summary>
    private static async Task PackAsync(string folder, string archive, bool overwrite, bool isWhole, CancellationToken cancellationToken)
    {
        if (isWhole)
        {
            await StoreCopy.CopyAsync(folder, StoreLocation.Parse(archive), new StoreCopyOptions { Overwrite = overwrite }, cancellationToken: cancellationToken).ConfigureAwait(false);
            File.Delete(Path.Join(folder, GroupDocument.Name));
        }

        if (File.Exists(archive))
        {
            await OmeWriter.CleanAsync(archive, draftAge: TimeSpan.Zero, cancellationToken: cancellationToken).ConfigureAwait(false); // what the writer that died had packed of it
        }

        Directory.Delete(folder, recursive: true);
    }
}
