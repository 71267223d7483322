using Zarr.Stores.Files;

namespace OmeZarr.Writing.Publication;

/// <summary>The place of staging folders: beside the outermost hierarchy around the destination, so that readers never find unfinished nodes in it.</summary>
/// <param name="Parent">The folder in which staging folders are created.</param>
/// <param name="Name">Name of the hierarchy beside which they are.</param>
internal readonly record struct StagingPlace(string Parent, string Name)
{
    private static readonly string[] Documents = ["zarr.json", ".zgroup", ".zarray"];

    /// <summary>The place for a destination: an absolute path.</summary>
    /// <exception cref="IOException">The destination cannot be replaced because it is a mount point, or a file is where a folder is needed.</exception>
    internal static StagingPlace Of(string destination)
    {
        var candidates = Hierarchies(destination);
        var volume = VolumeOf(destination);
        var outermost = candidates.LastOrDefault(hierarchy => VolumeOf(Path.GetDirectoryName(hierarchy)!) == volume)
            ?? throw new IOException($"{destination} is a mount point, which cannot be replaced; name a folder in it.");
        return new StagingPlace(Path.GetDirectoryName(outermost)!, Path.GetFileName(outermost));
    }

    /// <summary>All places that may hold leftovers of a destination: beside it, and beside each hierarchy around it.</summary>
    internal static IEnumerable<StagingPlace> Around(string destination) =>
        Hierarchies(destination).Select(hierarchy => new StagingPlace(Path.GetDirectoryName(hierarchy)!, Path.GetFileName(hierarchy)));

    /// <summary>The destination and the hierarchies around it, innermost first.</summary>
    private static List<string> Hierarchies(string destination)
    {
        var found = new List<string> { destination };
        for (var above = Path.GetDirectoryName(destination); above is not null && Path.GetDirectoryName(above) is not null; above = Path.GetDirectoryName(above))
        {
            if (IsNode(above))
            {
                found.Add(above);
            }
            else if (Directory.Exists(above))
            {
                break;
            }
        }

        return found;
    }

    private static bool IsNode(string folder) => Documents.Any(document => File.Exists(Path.Join(folder, document)));

    /// <summary>The identity of the file system, within which folders can be renamed; for a missing path, that of the nearest existing folder above it.</summary>
    private static ulong? VolumeOf(string path)
    {
        for (string? above = path; above is not null; above = Path.GetDirectoryName(above))
        {
            if (FileIdentity.OfPath(above) is { } identity)
            {
                return identity.Device;
            }
        }

        return null;
    }
}
