using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>
/// Keeps others who lock folders too (<c>flock</c>), in this process or another on the same machine, from changing documents in them until it is disposed. Where there are no such locks
/// (Windows, some network file systems) it keeps out nobody.
/// </summary>
internal sealed class FolderLocks : IDisposable
{
    private const int LongestPause = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<SafeFileHandle> held = [];

    /// <summary>Locks folders, and waits as long as somebody else has them.</summary>
    /// <param name="folders">Innermost first, the order in which everybody locks, so that nobody waits for ever.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="IOException">One of them is gone, or somebody else keeps it locked for ten minutes.</exception>
    internal static async Task<FolderLocks> AcquireAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var locks = new FolderLocks();
        try
        {
            foreach (var folder in OperatingSystem.IsWindows() ? [] : folders)
            {
                await locks.AddAsync(folder, cancellationToken).ConfigureAwait(false);
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.ForEach(folder => folder.Dispose());
        held.Clear();
    }

    private async Task AddAsync(string folder, CancellationToken cancellationToken)
    {
        var start = Environment.TickCount64;
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (UnixOpen.TryLockDirectory(folder, out var handle))
            {
                held.AddRange(handle is null ? [] : [handle]);
                return;
            }

            if (Environment.TickCount64 - start > Patience.TotalMilliseconds)
            {
                throw new IOException($"another process has been changing {folder} for {Patience.TotalMinutes} minutes; try again when it is done");
            }

            await Task.Delay(Math.Min(attempt, LongestPause), cancellationToken).ConfigureAwait(false);
        }
    }
}
