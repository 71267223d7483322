using OmeZarr.Writing.Parts;
using TestKit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing;

/// <summary>What a process leaves that is killed while it adds a part to a hierarchy: the folder as it was before each write of a document, and between the other steps.</summary>
internal sealed class StoppedAppends(TemporaryFolder folder, string hierarchy) : IDisposable
{
    private readonly List<(string Step, TemporaryFolder State)> states = [];

    /// <summary>The states, each in a folder of its own.</summary>
    public IReadOnlyList<(string Step, TemporaryFolder State)> States => states;

    /// <summary>Adds a part and keeps every state on the way.</summary>
    public async Task RunAsync(WriteOptions options, Func<WriteOptions, Task> add)
    {
        Keep("nothing was done");
        await add(options with { OpenDurableStore = Open });
        var record = Record(states[^1].State) is { } file ? File.ReadAllBytes(file) : throw new InvalidOperationException("no journal was there when documents were written");
        Keep("all but the record is gone");
        File.WriteAllBytes(Path.Join(states[^1].State[hierarchy], PublicationJournal.Name), record);
        var first = Copy(states[0].State);
        File.WriteAllBytes(Path.Join(first[hierarchy], PublicationJournal.Name), record);
        states.Add(("only the record is there", first));
    }

    public void Dispose() => states.ForEach(state => state.State.Dispose());

    /// <summary>A copy that may be changed.</summary>
    public static TemporaryFolder Copy(TemporaryFolder from)
    {
        var copy = new TemporaryFolder();
        foreach (var entry in new DirectoryInfo(from.Path).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            var to = Path.Join(copy.Path, Path.GetRelativePath(from.Path, entry.FullName));
            Directory.CreateDirectory(entry is DirectoryInfo ? to : Path.GetDirectoryName(to)!);
            if (entry is FileInfo)
            {
                File.Copy(entry.FullName, to);
            }
        }

        return copy;
    }

    private FaultyStore Open(string path) => new(new FileSystemStore(path), attempt =>
    {
        Keep($"before {attempt.Key}");
        return null;
    });

    private void Keep(string step) => states.Add((step, Copy(folder)));

    private string? Record(TemporaryFolder state) => Path.Join(state[hierarchy], PublicationJournal.Name) is var file && File.Exists(file) ? file : null;
}
