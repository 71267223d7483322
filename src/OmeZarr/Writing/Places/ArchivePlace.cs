using System.Text.Json.Nodes;
using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>Archives as places of hierarchies (RFC-9 of NGFF).</summary>
internal static class ArchivePlace
{
    /// <summary>The ending of archives that hold OME-Zarr 0.5 and nothing else.</summary>
    internal const string Ending = ".ozx";

    /// <summary>The comment of an archive whose directory has the documents first.</summary>
    /// <param name="version">The version of OME-Zarr.</param>
    internal static string Comment(string version) => new JsonObject
    {
        ["ome"] = new JsonObject
        {
            ["version"] = version,
            ["zipFile"] = new JsonObject { ["centralDirectory"] = new JsonObject { ["jsonFirst"] = true } },
        },
    }.ToJsonString();

    /// <summary>The error when something is to be added to an archive, or changed in it.</summary>
    internal static NotSupportedException CannotGrow(string archive) => new(
        $"{FindingText.Sanitize(archive)} is an archive or lies in one, and archives are written as a whole. Copy it to a folder (omezarr copy, {nameof(StoreCopy)}), change that, and copy it to a new archive. Nothing was changed.");

    /// <summary>The absolute path of the archive that a location is, links resolved.</summary>
    /// <exception cref="NotSupportedException">The location is a path in the archive.</exception>
    /// <exception cref="MisplacedDestinationException">The archive would lie in a hierarchy.</exception>
    internal static string Require(StoreLocation location)
    {
        var path = Destination.Resolve(location.Archive!);
        if (!location.Open().Path.IsRoot)
        {
            throw CannotGrow(location.ToString());
        }

        var folder = Path.GetDirectoryName(path)!;
        return NodeNames.Documents.FirstOrDefault(document => File.Exists(Path.Join(folder, document))) is null
            ? path
            : throw new MisplacedDestinationException(path, folder, $"{path} lies in the hierarchy {folder}, but RFC-9 forbids archives in hierarchies. Choose another path; nothing was changed.");
    }

    /// <summary>Throws if something is at the path that must stay.</summary>
    /// <exception cref="DestinationExistsException">There is a file, and it may not be replaced, or it is no ZIP archive. Or there is a folder.</exception>
    internal static async Task RequireReplaceableAsync(string path, bool overwrite, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw new DestinationExistsException(path, $"{path} is a folder. Choose another path; nothing was changed.");
        }

        if (!File.Exists(path))
        {
            return;
        }

        if (!overwrite)
        {
            throw new DestinationExistsException(path, $"{path} exists. Choose another path, or set Overwrite (--overwrite) to replace it. Nothing was changed.");
        }

        try
        {
            await ZipStore.Open(path).DescribeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidArchiveException e)
        {
            throw new DestinationExistsException(path, $"{path} is no archive that could be replaced: {e.Message} Choose another path; nothing was changed.");
        }
    }
}
