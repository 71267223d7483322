namespace Macro;

/// <summary>Folders that runs write to.</summary>
internal static class Folder
{
    /// <summary>Deletes a folder with all that is in it; nothing happens if it is not there.</summary>
    internal static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
