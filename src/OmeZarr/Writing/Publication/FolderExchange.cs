using System.Runtime.InteropServices;

namespace OmeZarr.Writing.Publication;

/// <summary>Renames that .NET lacks: the atomic exchange of two folders, and the move of a folder to a free name.</summary>
/// <remarks>Only the result counts. The error number is ignored, because the first native call of a process may report a wrong one.</remarks>
internal static class FolderExchange
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint LinuxNoReplace = 1; // RENAME_NOREPLACE
    private const uint LinuxExchange = 2; // RENAME_EXCHANGE
    private const uint MacSwap = 2; // RENAME_SWAP
    private const uint MacExclusive = 4; // RENAME_EXCL

    /// <summary>Exchanges two folders atomically.</summary>
    internal static bool TrySwap(string one, string other) => TryRename(one, other, LinuxExchange, MacSwap);

    /// <summary>Moves a folder to a name that does not exist.</summary>
    internal static bool TryMove(string from, string to) => TryRename(from, to, LinuxNoReplace, MacExclusive);

    private static bool TryRename(string from, string to, uint linux, uint mac)
    {
        try
        {
            return OperatingSystem.IsLinux() ? RenameLinux(CurrentDirectory, from, CurrentDirectory, to, linux) == 0
                : OperatingSystem.IsMacOS() && RenameMac(from, to, mac) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "renameat2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameLinux(
        int fromDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toDirectory, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameMac([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);
}
