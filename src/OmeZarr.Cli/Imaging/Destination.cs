namespace OmeZarr.Cli.Imaging;

/// <summary>The place of the output, checked before anything is read. The writer checks again; this says it in the words of the command line.</summary>
internal static class Destination
{
    /// <exception cref="UsageException">Nothing can be written there.</exception>
    internal static void RequireUsable(string output, bool overwrite)
    {
        var isHierarchy = File.Exists(Path.Join(output, "zarr.json"));
        if (Path.Exists(output) && !isHierarchy)
        {
            throw new UsageException($"{output} exists and is not a Zarr v3 hierarchy; choose another path. Nothing was changed");
        }

        if (isHierarchy && !overwrite)
        {
            throw new UsageException($"{output} exists; --overwrite replaces it. Nothing was changed");
        }

        RequireFolders(output);
    }

    /// <summary>The writer refuses as well to delete files that are not Zarr's; this is before the files are opened, and says what they are.</summary>
    /// <exception cref="UsageException">A file that is to be converted would be deleted with what is replaced.</exception>
    internal static void RequireNoInput(string output, IEnumerable<string> inputs)
    {
        if (Path.Exists(output) && inputs.FirstOrDefault(input => RealPath.IsWithin(input, output)) is { } file)
        {
            throw new UsageException($"{file} lies in {output}, which is to be replaced; move it out of there, or choose another output. Nothing was changed");
        }
    }

    private static void RequireFolders(string output)
    {
        for (var parent = Path.GetDirectoryName(Path.GetFullPath(output)); parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(parent))
            {
                throw new UsageException($"{output}: cannot be made, because {parent} is a file");
            }
        }
    }
}
