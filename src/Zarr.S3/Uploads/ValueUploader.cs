using Zarr.S3.Requests;

namespace Zarr.S3.Uploads;

/// <summary>Writes whole values, on condition or not.</summary>
internal sealed class ValueUploader(S3Service service, string bucket, ValueReader reader)
{
    private SemaphoreSlim OnlyWriter { get; } = new(1);

    /// <summary>Writes a value in place of any other.</summary>
    internal Task PutAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => PutAsync(key, value, null, null, null, cancellationToken);

    /// <summary>Writes a value if the key is absent, or if it has a version.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="version">The version that is replaced; null if the key must be absent.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Whether the value was written.</returns>
    internal async Task<bool> TryPutAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken)
    {
        if (service.Options.SingleWriter)
        {
            return await TryPutAloneAsync(key, value, version, cancellationToken).ConfigureAwait(false);
        }

        var support = await service.ProbeOf(bucket).SupportAsync(key, cancellationToken).ConfigureAwait(false);
        if (version is not null && support.CreatesMissing && !await HasVersionAsync(key, version, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return await TryPutOnConditionAsync(key, value, version is null || !support.QuotesTags ? version : EntityTag.Quoted(version), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a value was written by one attempt whose answer may be lost.</summary>
    internal async Task<bool> IsWrittenAsync(string key, string id, CancellationToken cancellationToken) =>
        await reader.HeadAsync(key, cancellationToken).ConfigureAwait(false) is { } head && head.Metadata[PutRequests.WriteId] == id;

    private async Task<bool> TryPutOnConditionAsync(string key, ReadOnlyMemory<byte> value, string? match, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var isRepeated = service.Client.Config.MaxErrorRetry > 0;
        try
        {
            await PutAsync(key, value, match, match is null ? "*" : null, id, cancellationToken, () => isRepeated = true).ConfigureAwait(false);
            return true;
        }
        catch (S3StoreException error) when (S3Errors.IsConditionFailed(error))
        {
            // A repeated request whose first answer was lost meets its own value.
            return isRepeated && await IsWrittenAsync(key, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryPutAloneAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken)
    {
        await OnlyWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var holds = version is null
                ? await reader.HeadAsync(key, cancellationToken).ConfigureAwait(false) is null
                : await HasVersionAsync(key, version, cancellationToken).ConfigureAwait(false);
            if (holds)
            {
                await PutAsync(key, value, cancellationToken).ConfigureAwait(false);
            }

            return holds;
        }
        finally
        {
            OnlyWriter.Release();
        }
    }

    private async Task<bool> HasVersionAsync(string key, string version, CancellationToken cancellationToken) =>
        await reader.HeadAsync(key, cancellationToken).ConfigureAwait(false) is { } head && EntityTag.Plain(head.ETag) == version;

    private Task<bool> PutAsync(string key, ReadOnlyMemory<byte> value, string? match, string? noneMatch, string? id, CancellationToken cancellationToken, Action? repeating = null)
    {
        var target = new S3Target(bucket, key);
        return service.SendAsync(
            target,
            async (attempt, token) =>
            {
                if (attempt > 0)
                {
                    repeating?.Invoke();
                }

                using var content = ContentStream.Over(value);
                await service.Client.PutObjectAsync(PutRequests.Of(service, target, content, match, noneMatch, id), token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }
}
