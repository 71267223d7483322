using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Layout;
using Zarr.Stores.Files;

namespace OmeZarr.Acquiring.Recovery;

/// <summary>The journal of an acquisition whose writer died, locked.</summary>
internal sealed class AbandonedJournal : IDisposable
{
    private const string ExtentsName = "recovery.json";

    private readonly FolderLock held;

    private AbandonedJournal(string folder, FolderLock held, AcquisitionPlan plan, IReadOnlyList<string> paths, JournalReader reader) =>
        (Folder, this.held, Plan, Paths, Reader) = (folder, held, plan, paths, reader);

    internal string Folder { get; }

    internal AcquisitionPlan Plan { get; }

    /// <summary>Paths of the images in the hierarchy.</summary>
    internal IReadOnlyList<string> Paths { get; }

    internal JournalReader Reader { get; }

    /// <summary>When the last durable point was made; null if there was none.</summary>
    internal DateTime? LastPoint => File.Exists(LogPath) && Reader.Frames > 0 ? File.GetLastWriteTimeUtc(LogPath) : null;

    /// <summary>When the log was written last; null without a log.</summary>
    internal DateTime? LogTime => File.Exists(LogPath) ? File.GetLastWriteTimeUtc(LogPath) : null;

    private string LogPath => Path.Join(Folder, JournalFolder.Log);

    private string ExtentsPath => Path.Join(Folder, ExtentsName);

    /// <summary>Finds the journal of a hierarchy and locks it.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="IOException">The acquisition runs, there is more than one journal, or the journal is damaged.</exception>
    internal static AbandonedJournal? Find(string hierarchy)
    {
        var found = JournalFolder.Find(hierarchy);
        if (found.Count > 1)
        {
            throw new IOException($"there are {found.Count} journals of {hierarchy}: {string.Join(", ", found)}. Move all but the one of the last acquisition elsewhere; nothing was changed.");
        }

        return found.Count == 0 ? null : Open(found[0], hierarchy);
    }

    /// <summary>Deletes journals without a plan: their acquisitions died before they created anything.</summary>
    /// <param name="hierarchy">The absolute path of the hierarchy.</param>
    /// <returns>Whether there was such a journal.</returns>
    /// <exception cref="IOException">The acquisition runs.</exception>
    internal static bool RemoveUnbegun(string hierarchy)
    {
        List<string> unbegun = [.. JournalFolder.Find(hierarchy).Where(folder => !File.Exists(Path.Join(folder, JournalFolder.Plan)))];
        foreach (var folder in unbegun)
        {
            using var held = JournalFolder.Lock(folder, hierarchy);
            if (!File.Exists(Path.Join(folder, JournalFolder.Plan)))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return unbegun.Count > 0;
    }

    /// <summary>The extents that an earlier recovery has decided on; null if there was none.</summary>
    internal long[]? ReadExtents()
    {
        var extents = File.Exists(ExtentsPath) ? JournalLine.TryRead(File.ReadAllText(ExtentsPath))?["extents"] as JsonArray : null;
        return extents?.Count == Plan.Layout.Positions ? [.. extents.Select(extent => extent!.GetValue<long>())] : null;
    }

    /// <summary>Keeps the extents, before the arrays are changed by which they were found.</summary>
    internal void WriteExtents(long[] extents)
    {
        File.WriteAllText(ExtentsPath, JournalLine.Write(new JsonObject { ["extents"] = new JsonArray([.. extents.Select(extent => (JsonNode)extent)]) }));
        Zarr.Stores.FileSystemStore.FlushFolder(Folder);
    }

    /// <summary>Deletes the journal: everything is stored.</summary>
    internal void Delete()
    {
        // The plan last: without it, the rest of a journal that was deleted in part is no journal.
        foreach (var file in Directory.EnumerateFiles(Folder).Where(file => Path.GetFileName(file) != JournalFolder.Plan).ToList())
        {
            File.Delete(file);
        }

        Directory.Delete(Folder, recursive: true);
    }

    public void Dispose() => held.Dispose();

    private static AbandonedJournal Open(string folder, string hierarchy)
    {
        var held = JournalFolder.Lock(folder, hierarchy);
        AbandonedJournal? journal = null;
        try
        {
            return journal = Read(folder, held);
        }
        finally
        {
            if (journal is null)
            {
                held.Dispose();
            }
        }
    }

    private static AbandonedJournal Read(string folder, FolderLock held)
    {
        var json = JournalFolder.ReadPlan(folder) ?? throw Damaged(folder, "its plan.json is damaged", null);
        try
        {
            var (settings, paths) = JournalPlan.Read(json);
            var plan = AcquisitionPlan.Create(settings);
            plan = AcquisitionPlan.Create(settings with { MemoryLimit = Math.Max(settings.MemoryLimit, plan.Memory.MinimumBytes) });
            return new AbandonedJournal(folder, held, plan, paths, JournalReader.Open(folder));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OmeZarrException)
        {
            throw Damaged(folder, $"its plan.json cannot be used: {e.Message}", e);
        }
    }

    private static IOException Damaged(string folder, string problem, Exception? inner) =>
        new($"the acquisition cannot be recovered with {folder}: {problem}. What was stored of it is valid as it is; to keep only that, delete the folder. Nothing was changed.", inner);
}
