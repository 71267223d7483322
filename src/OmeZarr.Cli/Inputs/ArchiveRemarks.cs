using Zarr.Stores;

namespace OmeZarr.Cli.Inputs;

/// <summary>What is remarkable about the archive that a location is, or lies in.</summary>
internal static class ArchiveRemarks
{
    /// <summary>The remarks; null if the location is no archive.</summary>
    internal static async Task<IReadOnlyList<string>?> OfAsync(StoreLocation location, CancellationToken cancellationToken) =>
        location.Folder is null && location.Open().Store is ZipStore archive ? (await archive.DescribeAsync(cancellationToken).ConfigureAwait(false)).Remarks : null;
}
