using OmeZarr;
using TestKit;
using Zarr.Stores;

namespace Soak.Writers;

/// <summary>Folders in which some writes fail, until they are mended.</summary>
internal sealed class UnreliableFolders(Random random)
{
    private readonly HashSet<int> failing = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(1, 150))];
    private readonly HashSet<int> failingDocuments = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 60))];
    private int writes;
    private int documents;
    private int failures;
    private volatile bool isMended;

    /// <summary>How many writes were refused.</summary>
    internal int Failures => failures;

    /// <summary>Whether an error is one that was wanted.</summary>
    internal static bool IsWanted(Exception error) => error is OperationCanceledException || (error is IOException && error.ToString().Contains("as the soak wanted", StringComparison.Ordinal));

    /// <summary>The options, with everything stored in such folders.</summary>
    internal WriteOptions In(WriteOptions options) => options with { OpenStore = Open, OpenDurableStore = Open, Backend = new ZarrBackend(Open) };

    /// <summary>From now on nothing fails.</summary>
    internal void Mend() => isMended = true;

    private FaultyStore Open(string path) => new(new FileSystemStore(path), attempt =>
    {
        var isDocument = attempt.Key.Value.EndsWith("zarr.json", StringComparison.Ordinal);
        var fails = isDocument ? failingDocuments.Contains(Interlocked.Increment(ref documents)) : failing.Contains(Interlocked.Increment(ref writes));
        if (isMended || !fails)
        {
            return null;
        }

        Interlocked.Increment(ref failures);
        return new IOException($"the write of {attempt.Key} fails, as the soak wanted");
    });
}
