using System.Net;
using Amazon.S3.Model;

namespace Zarr.S3.Requests;

/// <summary>How a server treats the conditions of writes.</summary>
/// <param name="QuotesTags">Whether <c>If-Match</c> wants the entity tag in quotation marks.</param>
/// <param name="CreatesMissing">Whether <c>If-Match</c> writes where there is no value.</param>
internal sealed record ConditionSupport(bool QuotesTags, bool CreatesMissing);

/// <summary>Finds out once for each bucket, before the first write on condition, how the server treats conditions: some servers ignore them without a word.</summary>
/// <remarks>The probe writes a short value of its own beside the key of the first write, and deletes it.</remarks>
internal sealed class ConditionProbe(S3Service service, string bucket)
{
    private const string WrongTag = "00000000000000000000000000000000";

    private volatile ConditionSupport? support;

    private SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What the server supports.</summary>
    /// <exception cref="S3StoreException">The server ignores conditions (<see cref="S3Problem.ConditionsIgnored"/>), or the probe has failed.</exception>
    internal async ValueTask<ConditionSupport> SupportAsync(string key, CancellationToken cancellationToken)
    {
        if (support is { } known)
        {
            return known;
        }

        await Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return support ??= await ProbeAsync(new S3Target(bucket, $"{key[..(key.LastIndexOf('/') + 1)]}.conditions-{Guid.NewGuid():N}"), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task<ConditionSupport> ProbeAsync(S3Target target, CancellationToken cancellationToken)
    {
        var tag = EntityTag.Plain(await PutAsync(target, null, null, cancellationToken).ConfigureAwait(false));
        try
        {
            await RequireRefusedAsync(target, "If-None-Match: *", await TryPutAsync(target, null, "*", cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            await RequireRefusedAsync(target, "If-Match", await TryPutAsync(target, EntityTag.Quoted(WrongTag), null, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            var quotes = await TryPutAsync(target, EntityTag.Quoted(tag), null, cancellationToken).ConfigureAwait(false);
            if (!quotes)
            {
                // A server that takes no quotation marks may also ignore what it does not understand.
                await RequireRefusedAsync(target, "If-Match", await TryPutAsync(target, WrongTag, null, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
                if (!await TryPutAsync(target, tag, null, cancellationToken).ConfigureAwait(false))
                {
                    throw Ignored(target, "the entity tag that the server gave itself does not satisfy If-Match");
                }
            }

            await DeleteAsync(target, cancellationToken).ConfigureAwait(false);
            return new ConditionSupport(quotes, await TryPutAsync(target, quotes ? EntityTag.Quoted(tag) : tag, null, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await DeleteAsync(target, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Task RequireRefusedAsync(S3Target target, string condition, bool isWritten) =>
        isWritten ? Task.FromException(Ignored(target, $"the server ignores {condition}")) : Task.CompletedTask;

    private static S3StoreException Ignored(S3Target target, string what) => new(S3Problem.ConditionsIgnored, target,
        $"{what}, so that writers at the same time would overwrite each other. If no other process writes there meanwhile, set S3Options.SingleWriter");

    /// <returns>Whether the server has written the value.</returns>
    private async Task<bool> TryPutAsync(S3Target target, string? match, string? noneMatch, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(target, match, noneMatch, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (S3StoreException error) when (S3Errors.IsConditionFailed(error))
        {
            return false;
        }
        catch (S3StoreException error) when (error.Status is (int)HttpStatusCode.NotImplemented or (int)HttpStatusCode.BadRequest)
        {
            throw Ignored(target, $"the server does not support writes on condition ({error.Code})");
        }
    }

    private Task<string> PutAsync(S3Target target, string? match, string? noneMatch, CancellationToken cancellationToken) => service.SendAsync(
        target,
        async (_, token) =>
        {
            using var content = new MemoryStream("conditions"u8.ToArray());
            var answer = await service.Client.PutObjectAsync(PutRequests.Of(service, target, content, match, noneMatch), token).ConfigureAwait(false);
            return answer.ETag;
        },
        cancellationToken);

    private Task<DeleteObjectResponse> DeleteAsync(S3Target target, CancellationToken cancellationToken) => service.SendAsync(
        target, (_, token) => service.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = target.Bucket, Key = target.Key }, token), cancellationToken);
}
