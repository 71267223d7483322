namespace OmeZarr.Cli.Inputs;

/// <summary>The folder that the user names as a store.</summary>
internal static class StoreFolder
{
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
