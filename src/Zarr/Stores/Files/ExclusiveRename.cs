using System.Runtime.InteropServices;

namespace Zarr.Stores.Files;

/// <summary>Gives a file its name only if nothing has that name yet, also when several processes try at once.</summary>
internal static class ExclusiveRename
{
    private const int NameExists = 17; // EEXIST, the same number on Linux, macOS and the BSDs

    /// <returns>Whether the file got the name; if not, it keeps the old one.</returns>
    internal static bool TryMove(string temporary, string path)
    {
        // Not File.Move alone: except on Windows it looks whether the name is free and then renames, so two may find it free.
        if (OperatingSystem.IsWindows() || LinkOrNull(temporary, path) is not { } linked)
        {
            return TryMoveByName(temporary, path);
        }

        if (linked)
        {
            FilePublisher.DeleteQuietly(temporary); // the value is published whatever becomes of its first name
        }

        return linked;
    }

    /// <summary>Whether the second name was made; null if the file system or the platform makes none, or the reason is another.</summary>
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

    /// <summary>The same where there are no links; only on Windows as safe against others who try at once.</summary>
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
