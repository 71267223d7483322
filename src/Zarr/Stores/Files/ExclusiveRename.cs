using System.Runtime.InteropServices;

namespace Zarr.Stores.Files;

/// <summary>Renames a file only if the new name is free. At most one of several concurrent processes succeeds.</summary>
internal static class ExclusiveRename
{
    private const int NameExists = 17; // EEXIST, the same number on Linux, macOS and the BSDs

    /// <returns>Whether the file was renamed; otherwise it keeps the old name.</returns>
    internal static bool TryMove(string temporary, string path)
    {
        // Not File.Move alone: except on Windows, it checks the name first and renames afterwards, so two processes may both find the name free.
        if (OperatingSystem.IsWindows() || LinkOrNull(temporary, path) is not { } linked)
        {
            return TryMoveByName(temporary, path);
        }

        if (linked)
        {
            FilePublisher.DeleteQuietly(temporary); // the value is published even if its temporary name cannot be deleted
        }

        return linked;
    }

    /// <summary>Whether the hard link was made. False if the name exists; null if the file system or the platform has no hard links, or for any other error.</summary>
    private static bool? LinkOrNull(string path, string secondName)
    {
        try
        {
            return MakeLink(path, secondName) == 0 ? true : Marshal.GetLastPInvokeError() == NameExists ? false : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Renames without hard links. Only on Windows is this as safe against concurrent processes.</summary>
    internal static bool TryMoveByName(string temporary, string path)
    {
        if (Path.Exists(path))
        {
            return false;
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(temporary) && Path.Exists(path))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeLink(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string secondName);
}
