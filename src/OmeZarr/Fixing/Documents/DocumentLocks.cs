using Zarr.Stores.Files;

namespace OmeZarr.Fixing.Documents;

/// <summary>Locks the folder of a node and those of the groups above it, also above the store, as the writers of lists do. All lock from the innermost folder outwards, so there is no deadlock.</summary>
internal sealed class DocumentLocks : IDisposable
{
    private readonly List<FolderLock> locks = [];

    private DocumentLocks()
    {
    }

    /// <exception cref="IOException">Another process keeps a folder locked for ten minutes.</exception>
    internal static async Task<DocumentLocks> AcquireAsync(string root, string path, CancellationToken cancellationToken)
    {
        var held = new DocumentLocks();
        try
        {
            foreach (var folder in Folders(root, path).DistinctBy(folder => FileIdentity.OfPath(folder) is { } identity ? identity : (object)folder))
            {
                held.locks.Add(await FolderLock.AcquireAsync(folder, cancellationToken).ConfigureAwait(false));
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The folder of a node and those of the groups above it, innermost first.</summary>
    internal static IEnumerable<string> Folders(string root, string path)
    {
        for (var relative = path; relative.Length > 0; relative = relative[..Math.Max(0, relative.LastIndexOf('/'))])
        {
            yield return Path.Join(root, relative);
        }

        for (var folder = root; folder is not null && (folder == root || IsGroup(folder)); folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    public void Dispose() => locks.ForEach(one => one.Dispose());

    private static bool IsGroup(string folder) => File.Exists(Path.Join(folder, "zarr.json")) || File.Exists(Path.Join(folder, ".zgroup"));
}
