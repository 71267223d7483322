using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>
/// Locks folders (<c>flock</c>) until it is disposed, so that no other holder changes their documents. The locks exclude holders in this process and in other processes on the same
/// machine. On Windows and some network file systems, which have no such locks, nothing is excluded.
/// </summary>
internal sealed class FolderLocks : IDisposable
{
    private const int MaxPauseMilliseconds = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<SafeFileHandle> held = [];

    /// <summary>Locks folders, and waits while other holders have them.</summary>
    /// <param name="folders">The folders, innermost first. Every holder locks in this order, so that none waits forever.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="IOException">A folder is gone, or another holder keeps it locked for ten minutes.</exception>
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

            await Task.Delay(Math.Min(attempt, MaxPauseMilliseconds), cancellationToken).ConfigureAwait(false);
        }
    }
}
