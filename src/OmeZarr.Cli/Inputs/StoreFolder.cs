namespace OmeZarr.Cli.Inputs;

/// <summary>The folder that the user names as a store.</summary>
internal static class StoreFolder
{
    private static readonly string[] Documents = ["zarr.json", ".zgroup", ".zarray", ".zattrs"];

    /// <summary>Whether a folder holds the document of a Zarr group or array.</summary>
    internal static bool IsHierarchy(string path) => Documents.Any(name => File.Exists(Path.Join(path, name)));

    /// <exception cref="UsageException">It is an address, a file, or not there.</exception>
    internal static void Require(string path)
    {
        InputPaths.RequireLocal(path);
        if (!Directory.Exists(path))
        {
            throw new UsageException(File.Exists(path) ? $"{path}: is a file, not the folder of a Zarr store" : $"{(path.Length == 0 ? "PATH is empty" : path + ": no such folder")}");
        }
    }
}
