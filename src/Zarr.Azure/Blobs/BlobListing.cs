using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Zarr.Stores;

namespace Zarr.Azure.Blobs;

/// <summary>Lists blobs. Names that are no keys, as other programs may have given, are left out.</summary>
internal sealed class BlobListing(BlobRequests requests)
{
    // Azure sends at most 5000 names at once.
    private const int NamesOfOnePage = 5000;

    /// <summary>All blobs below a prefix, page by page, and apart from them the folders of an account with hierarchical namespace.</summary>
    internal async IAsyncEnumerable<BlobPage> PagesAsync(StorePrefix prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = Start(prefix), Traits = BlobTraits.Metadata };
        await foreach (var page in SentAsync(prefix, requests.Container.GetBlobsAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            var keys = page.Where(blob => blob.Name.Split('/').All(part => StorePart.IsValid(part))).ToLookup(IsFolder, blob => new StoreKey(blob.Name));
            yield return new BlobPage([.. keys[false]], [.. keys[true]]);
        }
    }

    /// <summary>The names directly below a prefix, each once, sorted ordinally.</summary>
    internal async ValueTask<IReadOnlyList<string>> ChildrenAsync(StorePrefix prefix, CancellationToken cancellationToken)
    {
        var options = new GetBlobsByHierarchyOptions { Prefix = Start(prefix), Delimiter = "/" };
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var page in SentAsync(prefix, requests.Container.GetBlobsByHierarchyAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            names.UnionWith(page.Select(item => item.IsPrefix ? item.Prefix[options.Prefix.Length..].TrimEnd('/') : item.Blob.Name[options.Prefix.Length..]).Where(name => StorePart.IsValid(name)));
        }

        return [.. names];
    }

    private static string Start(StorePrefix prefix) => prefix.IsRoot ? "" : $"{prefix}/";

    private static bool IsFolder(BlobItem blob) => blob.Metadata?.ContainsKey(BlobReader.FolderMark) == true;

    private async IAsyncEnumerable<IReadOnlyList<T>> SentAsync<T>(StorePrefix prefix, AsyncPageable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : notnull
    {
        var what = prefix.IsRoot ? "list the blobs" : $"list {prefix}/";
        var pages = items.AsPages(pageSizeHint: NamesOfOnePage).GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            while (await requests.SendAsync(what, () => pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                yield return pages.Current.Values;
            }
        }
    }
}

/// <summary>Some of the blobs below a prefix.</summary>
/// <param name="Values">Those with values.</param>
/// <param name="Folders">Those that stand for folders.</param>
internal sealed record BlobPage(IReadOnlyList<StoreKey> Values, IReadOnlyList<StoreKey> Folders);
