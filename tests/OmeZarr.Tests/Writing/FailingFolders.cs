using TestKit;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing;

/// <summary>Folders in which one write fails, counted from 1 over all stores that a writer opens, of metadata and of chunks; 0 for none.</summary>
internal sealed class FailingFolders(int failingWrite = 0)
{
    private int writes;

    /// <summary>How many writes were attempted.</summary>
    public int Writes => writes;

    /// <summary>The key whose write failed.</summary>
    public string? FailedKey { get; private set; }

    /// <summary>The options, with everything stored in such folders.</summary>
    public WriteOptions In(WriteOptions options) => options with { OpenStore = Open, OpenDurableStore = Open, Backend = new ZarrBackend(Open) };

    /// <summary>Runs something that writes, once for each of its writes, which then fails.</summary>
    /// <param name="options">How to write.</param>
    /// <param name="write">Writes with the options it is given, always the same; what it changes on disk is undone by <paramref name="check"/> or not, as it likes.</param>
    /// <param name="check">Called after each failure.</param>
    /// <returns>How many writes were made to fail.</returns>
    public static async Task<int> FailEachWriteAsync(WriteOptions options, Func<WriteOptions, Task> write, Func<IOException, Task> check)
    {
        for (var number = 1; ; number++)
        {
            var folders = new FailingFolders(number);
            try
            {
                await write(folders.In(options));
            }
            catch (IOException error)
            {
                Xunit.Assert.NotNull(folders.FailedKey);
                Xunit.Assert.Contains(folders.FailedKey, error.Message, StringComparison.Ordinal); // the error names the key
                await check(error);
                continue;
            }

            Xunit.Assert.Null(folders.FailedKey); // else the failure was swallowed
            return number - 1;
        }
    }

    /// <summary>Opens such a folder.</summary>
    public IWritableStore OpenOther(string path) => Open(path);

    private FaultyStore Open(string path) => new(new FileSystemStore(path), attempt =>
    {
        if (Interlocked.Increment(ref writes) != failingWrite)
        {
            return null;
        }

        FailedKey = attempt.Key.Value;
        return new IOException($"the write of {attempt.Key} fails, as the test wanted");
    });
}
