using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>
/// Opens files for reading without blocking. <see cref="File.OpenHandle"/> blocks at a pipe until another process writes to it, and cannot be cancelled. It also throws for a missing
/// file, and for sparse arrays these exceptions are most of the work.
/// </summary>
internal static class UnixOpen
{
    private const int NoSuchFile = 2; // ENOENT; the same number on Linux and macOS, as is ENOTDIR
    private const int NotADirectory = 20; // ENOTDIR
    private const int SharedNonBlocking = 1 | 4; // LOCK_SH | LOCK_NB

    // O_RDONLY with O_CLOEXEC, O_NONBLOCK and O_NOCTTY. On Linux their values, and the need of a flag for large files, depend on the architecture. These values hold for every 64-bit architecture of .NET.
    private static readonly int ReadNonBlocking = OperatingSystem.IsMacOS() ? 0x1000000 | 0x4 | 0x20000 : 0x80000 | 0x800 | 0x100;

    /// <summary>Whether the platform is known, and reports the error number of a failed open.</summary>
    private static readonly bool IsKnown = Environment.Is64BitProcess && (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && ReportsErrors();

    /// <summary>Opens a file or directory, and locks it for reading as <see cref="File.OpenHandle"/> does.</summary>
    /// <returns>The handle, which may be one of any kind of file; null if the path is missing or cannot be opened in this way.</returns>
    /// <param name="path">The path.</param>
    /// <param name="isMissing">Whether the path is certainly missing.</param>
    internal static SafeFileHandle? TryOpen(string path, out bool isMissing)
    {
        isMissing = false;
        if (!IsKnown)
        {
            return null;
        }

        var descriptor = Open(path, ReadNonBlocking);
        if (descriptor < 0)
        {
            isMissing = Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory;
            return null;
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Lock(descriptor, SharedNonBlocking) == 0)
        {
            return file;
        }

        // A writer holds the file, or the file system has no locks.
        file.Dispose();
        return null;
    }

    /// <summary>Tries a failing open twice. The first error number of a process may belong to another call, because .NET first loads the function that reports it.</summary>
    private static bool ReportsErrors()
    {
        try
        {
            _ = Open(string.Empty, ReadNonBlocking);
            _ = Marshal.GetLastPInvokeError();
            return Open(string.Empty, ReadNonBlocking) < 0 && Marshal.GetLastPInvokeError() == NoSuchFile;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(int descriptor, int operation);
}
