using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>
/// An exclusive lock on a folder (<c>flock</c>), between tasks and processes of one machine. It belongs to the folder, not to its path, and ends at the latest
/// with the process. Disposing it releases the lock. <c>OmeZarr</c> compiles this file, too.
/// </summary>
/// <remarks>
/// The file locks of .NET cannot replace it: the environment can switch them off, and they do not exist for folders. Where folders cannot be locked (Windows, some network file systems), a
/// <see cref="FolderLock"/> locks nothing, and only one process may write.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const int Exclusive = 2 | 4; // LOCK_EX | LOCK_NB, everywhere the same
    private const int LinuxWouldBlock = 11; // EWOULDBLOCK
    private const int OtherWouldBlock = 35;
    private const int Interrupted = 4; // EINTR
    private const int LongestPause = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly SafeFileHandle? handle;

    private FolderLock(SafeFileHandle? handle) => this.handle = handle;

    /// <summary>Whether the folder is really locked.</summary>
    internal bool IsHeld => handle is not null;

    /// <summary>Tries to lock a folder at once.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="folderLock">The lock; one that locks nothing where folders cannot be locked; null if another process holds the lock.</param>
    /// <returns>False if another process holds the lock.</returns>
    /// <exception cref="IOException">The folder is not there or cannot be opened.</exception>
    internal static bool TryAcquire(string folder, out FolderLock? folderLock)
    {
        if (OperatingSystem.IsWindows())
        {
            folderLock = new FolderLock(null);
            return true;
        }

        var handle = FolderHandle.Open(folder);
        var result = TryLock(handle);
        folderLock = result switch
        {
            true => new FolderLock(handle),
            null => new FolderLock(null),
            false => null,
        };
        if (result != true)
        {
            handle.Dispose();
        }

        return folderLock is not null;
    }

    /// <summary>Locks a folder, and waits while another process holds the lock. Locks the folder that is at the path after waiting.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be opened, or another process holds the lock for ten minutes.</exception>
    internal static async ValueTask<FolderLock> AcquireAsync(string folder, CancellationToken cancellationToken)
    {
        var start = Environment.TickCount64;
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquireAtPath(folder, start) is { } folderLock)
            {
                return folderLock;
            }

            await Task.Delay(Math.Min(attempt, LongestPause), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="AcquireAsync"/>, for callers that cannot be cancelled.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    internal static FolderLock Acquire(string folder)
    {
        var start = Environment.TickCount64;
        for (var attempt = 1; ; attempt++)
        {
            if (TryAcquireAtPath(folder, start) is { } folderLock)
            {
                return folderLock;
            }

            Thread.Sleep(Math.Min(attempt, LongestPause));
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => handle?.Dispose();

    private static FolderLock? TryAcquireAtPath(string folder, long start)
    {
        var before = FileIdentity.OfPath(folder);
        if (TryAcquire(folder, out var folderLock))
        {
            if (FileIdentity.OfPath(folder) == before)
            {
                return folderLock;
            }

            folderLock!.Dispose(); // another folder took its place meanwhile
        }

        return Environment.TickCount64 - start <= Patience.TotalMilliseconds
            ? null
            : throw new IOException($"another process has been changing {folder} for {Patience.TotalMinutes} minutes; try again when it is done");
    }

    /// <returns>True if the folder is locked now, false if another process holds the lock, null if the folder cannot be locked.</returns>
    private static bool? TryLock(SafeFileHandle handle)
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                if (LockFile(handle, Exclusive) == 0)
                {
                    return true;
                }

                // The first call of a native function may leave the error of something else: the second tells the truth.
                if (Marshal.GetLastPInvokeError() is var error && attempt > 0 && error != Interrupted)
                {
                    return error == (OperatingSystem.IsLinux() ? LinuxWouldBlock : OtherWouldBlock) ? false : null;
                }
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LockFile(SafeFileHandle file, int operation);
}
