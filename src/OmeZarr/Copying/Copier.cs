using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>Copies the values of a hierarchy in their order.</summary>
internal sealed class Copier(CopySource source, CopyTarget target, ValueCopier values, StoreCopyOptions options)
{
    // The largest number of documents that an archive keeps in memory before it writes them.
    private const int DocumentsAtOnce = 1000;

    private readonly List<string> documents = [];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (target.Archive is { } archive)
        {
            await CopyDocumentsFirstAsync(archive, cancellationToken).ConfigureAwait(false);
            return;
        }

        await InParallelAsync(OthersAsync(collects: true, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var step in CopyOrder.DeepestFirst(documents))
        {
            if (!step[0].Contains('/', StringComparison.Ordinal))
            {
                await target.RequireHeldAsync(cancellationToken).ConfigureAwait(false);
            }

            await InParallelAsync(step.ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The keys are enumerated twice, so that they need not all be in memory.</summary>
    private async Task CopyDocumentsFirstAsync(ZipWriter archive, CancellationToken cancellationToken)
    {
        await foreach (var key in source.KeysAsync(cancellationToken).Where(CopyOrder.IsDocument).ConfigureAwait(false))
        {
            documents.Add(key);
        }

        // The archive writes only zarr.json in order; documents of Zarr v2 are values like others, and must not come before.
        var isV3 = documents.ToLookup(key => Path.GetFileName(key.AsSpan()) is GroupDocument.Name);
        foreach (var some in CopyOrder.BreadthFirst(isV3[true]).Chunk(DocumentsAtOnce))
        {
            await CopyAsync(some, cancellationToken).ConfigureAwait(false);
            await archive.WriteDocumentsAsync(cancellationToken).ConfigureAwait(false);
        }

        await CopyAsync(CopyOrder.BreadthFirst(isV3[false]), cancellationToken).ConfigureAwait(false);

        await InParallelAsync(OthersAsync(collects: false, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await values.CopyAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<string> OthersAsync(bool collects, CancellationToken cancellationToken) => source.KeysAsync(cancellationToken).Where(key =>
    {
        var isDocument = CopyOrder.IsDocument(key);
        if (isDocument && collects)
        {
            documents.Add(key);
        }

        return !isDocument;
    });

    private Task InParallelAsync(IAsyncEnumerable<string> keys, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        keys, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken }, values.CopyAsync);

    private int Workers => options.MaxDegreeOfParallelism ?? Math.Max(Recommended(source.Store), Recommended(target.Store));

    private static int Recommended(IStore store) => store is IRemoteStore remote ? remote.MaxConcurrency : Environment.ProcessorCount;
}
