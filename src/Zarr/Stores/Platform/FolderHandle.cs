using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>Opens folders on Linux and macOS, which .NET does not. <c>OmeZarr</c> compiles this file, too.</summary>
internal static class FolderHandle
{
    private const int NothingThere = 2; // ENOENT, everywhere the same
    private const int LinuxFlags = 0x800 | 0x80000; // O_NONBLOCK | O_CLOEXEC
    private const int MacFlags = 0x4 | 0x1000000;

    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    internal static SafeFileHandle Open(string folder)
    {
        var descriptor = Open(folder, OperatingSystem.IsLinux() ? LinuxFlags : MacFlags);
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        var error = Marshal.GetLastPInvokeError();
        var message = $"cannot open the folder {folder}: {Marshal.GetPInvokeErrorMessage(error)}";
        throw error == NothingThere ? new DirectoryNotFoundException(message) : new IOException(message);
    }

    /// <summary>Forces the names in a folder to the disk. Does nothing on Windows, which keeps them safe itself.</summary>
    /// <exception cref="IOException">The folder cannot be opened, or the disk reported an error.</exception>
    internal static void Flush(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            using var handle = Open(folder);
            RandomAccess.FlushToDisk(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
