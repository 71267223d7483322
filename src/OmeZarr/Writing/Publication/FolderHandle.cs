using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmeZarr.Writing.Publication;

/// <summary>Opens folders, which .NET does not, on Linux and macOS.</summary>
internal static class FolderHandle
{
    private const int LinuxFlags = 0x800 | 0x80000; // O_NONBLOCK | O_CLOEXEC
    private const int MacFlags = 0x4 | 0x1000000;

    /// <exception cref="IOException">The folder is not there or cannot be opened.</exception>
    internal static SafeFileHandle Open(string folder)
    {
        var descriptor = Open(folder, OperatingSystem.IsLinux() ? LinuxFlags : MacFlags);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"cannot open the folder {folder}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    /// <summary>Forces the names in a folder to the disk. Windows keeps them safe by itself, and has no call for it.</summary>
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
