using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Zarr.Stores;

namespace Zarr.S3.Requests;

/// <summary>Lists keys page by page, and deletes what it lists.</summary>
internal sealed class KeyLister(S3Service service, string bucket)
{
    /// <summary>All keys below a prefix, as the server names them, in pages of at most 1000.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="delimiter">The character at which keys are grouped; null to list all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    internal async IAsyncEnumerable<KeyPage> PagesAsync(StorePrefix prefix, string? delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var target = new S3Target(bucket, prefix.IsRoot ? string.Empty : $"{prefix}/");
        for (string? next = null; ;)
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = target.Key, Delimiter = delimiter, ContinuationToken = next, Encoding = EncodingType.Url };
            var page = await service.SendAsync(target, (_, token) => service.Client.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);

            // Collections of the SDK are null when they are empty. A server may ignore the encoding that was asked for.
            Func<string, string> decoded = page.Encoding == EncodingType.Url ? Decoded : key => key;
            yield return new KeyPage([.. (page.S3Objects ?? []).Select(found => decoded(found.Key))], [.. (page.CommonPrefixes ?? []).Select(decoded)]);
            if (page.IsTruncated is not true)
            {
                yield break;
            }

            next = page.NextContinuationToken is { Length: > 0 } token ? token
                : throw new S3StoreException(S3Problem.InvalidAnswer, target, "the list of keys has a next page, but the server does not say how to get it");
        }
    }

    /// <summary>Deletes all values below a prefix.</summary>
    internal async Task DeleteAsync(StorePrefix prefix, CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(prefix, null, cancellationToken).ConfigureAwait(false))
        {
            if (page.Keys.Count > 0)
            {
                await DeleteAsync(page.Keys, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes one value, if it is there.</summary>
    internal Task<DeleteObjectResponse> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = bucket, Key = key };
        return service.SendAsync(new S3Target(bucket, key), (_, token) => service.Client.DeleteObjectAsync(request, token), cancellationToken);
    }

    private async Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var left = await DeleteTogetherAsync(keys, cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(left, cancellationToken, async (key, token) => await DeleteAsync(key, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <returns>The keys that are to be deleted one by one: those that failed, or all if the server does not know the request.</returns>
    private async Task<IReadOnlyList<string>> DeleteTogetherAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectsRequest { BucketName = bucket, Quiet = true, Objects = [.. keys.Select(key => new KeyVersion { Key = key })] };
        try
        {
            var answer = await service.SendAsync(new S3Target(bucket, keys[0]), (_, token) => OnceAsync(request, token), cancellationToken).ConfigureAwait(false);
            return [.. (answer.DeleteErrors ?? []).Select(error => error.Key)];
        }
        catch (S3StoreException error) when (error.Status is 400 or 405 or 411 or 501)
        {
            return keys;
        }
    }

    // The SDK throws if some keys failed; its exception holds the answer.
    private async Task<DeleteObjectsResponse> OnceAsync(DeleteObjectsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await service.Client.DeleteObjectsAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (DeleteObjectsException error) when (error.Response is { } answer)
        {
            return answer;
        }
    }

    // As forms are encoded: a plus sign is a space.
    private static string Decoded(string key) => Uri.UnescapeDataString(key.Replace('+', ' '));
}

/// <summary>A page of a list of keys.</summary>
/// <param name="Keys">The keys of values.</param>
/// <param name="Prefixes">The beginnings of further keys, with the delimiter at the end.</param>
internal sealed record KeyPage(IReadOnlyList<string> Keys, IReadOnlyList<string> Prefixes);
