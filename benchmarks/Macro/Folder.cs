namespace Macro;

/// <summary>Folders and archives that runs write to.</summary>
internal static class Folder
{
    /// <summary>Deletes a folder with all that is in it, or a file; nothing happens if it is not there.</summary>
    internal static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>The bytes of a file, or of all files below a folder.</summary>
    internal static long Length(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
