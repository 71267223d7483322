using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>
/// Opens files for reading without ever waiting: <see cref="File.OpenHandle"/> waits at a pipe until somebody writes to it, and cannot be cancelled. It also takes an exception for a
/// file that is not there, which for sparse arrays is most of the work.
/// </summary>
internal static class UnixOpen
{
    private const int NoSuchFile = 2; // ENOENT, the same number on Linux and macOS, like the next
    private const int NotADirectory = 20; // ENOTDIR
    private const int LinuxWouldBlock = 11; // EWOULDBLOCK
    private const int OtherWouldBlock = 35;
    private const int ExclusiveAndAtOnce = 2 | 4; // LOCK_EX | LOCK_NB
    private const int SharedAndAtOnce = 1 | 4; // LOCK_SH | LOCK_NB

    // O_RDONLY with O_CLOEXEC, O_NONBLOCK and O_NOCTTY. On Linux they, and whether large files need another flag, depend on the architecture; these are those of all 64-bit ones that .NET runs on.
    private static readonly int ReadAtOnce = OperatingSystem.IsMacOS() ? 0x1000000 | 0x4 | 0x20000 : 0x80000 | 0x800 | 0x100;

    /// <summary>Whether the platform is known, and tells why a file cannot be opened.</summary>
    private static readonly bool IsKnown = Environment.Is64BitProcess && (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && TellsWhy();

    /// <summary>Opens a file or directory, and locks it as <see cref="File.OpenHandle"/> does for readers.</summary>
    /// <returns>What was opened, which may be anything; or null, if there is nothing or it cannot be opened so, whyever.</returns>
    /// <param name="path">The path.</param>
    /// <param name="isMissing">Whether there is nothing for sure.</param>
    internal static SafeFileHandle? TryOpen(string path, out bool isMissing)
    {
        isMissing = false;
        if (!IsKnown)
        {
            return null;
        }

        var descriptor = Open(path, ReadAtOnce);
        if (descriptor < 0)
        {
            isMissing = Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory;
            return null;
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Lock(descriptor, SharedAndAtOnce) == 0)
        {
            return file;
        }

        // Somebody writes to it at this moment, or the file system knows no locks.
        file.Dispose();
        return null;
    }

    /// <summary>Opens a directory, which .NET does not.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static SafeFileHandle OpenDirectory(string path)
    {
        var descriptor = Open(path, ReadAtOnce);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"cannot open the directory {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Tries to lock a directory for one holder, at once.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="directory">The lock, which ends when it is disposed; null if there are no such locks, or somebody else has it.</param>
    /// <returns>False if somebody else has the lock.</returns>
    /// <exception cref="IOException">The directory cannot be opened.</exception>
    internal static bool TryLockDirectory(string path, out SafeFileHandle? directory)
    {
        directory = OpenDirectory(path);
        if (LockDirectory(directory, ExclusiveAndAtOnce) == 0)
        {
            return true;
        }

        var isTaken = IsKnown && Marshal.GetLastPInvokeError() == (OperatingSystem.IsLinux() ? LinuxWouldBlock : OtherWouldBlock);
        directory.Dispose();
        directory = null;
        return !isTaken;
    }

    /// <summary>The first error that a process asks for may be another's, since looking for the function that tells it is a call as well.</summary>
    private static bool TellsWhy()
    {
        try
        {
            _ = Open(string.Empty, ReadAtOnce);
            _ = Marshal.GetLastPInvokeError();
            return Open(string.Empty, ReadAtOnce) < 0 && Marshal.GetLastPInvokeError() == NoSuchFile;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LockDirectory(SafeFileHandle directory, int operation);

    [DllImport("libc", EntryPoint = "flock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(int descriptor, int operation);
}
