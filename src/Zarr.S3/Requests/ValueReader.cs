using System.Globalization;
using System.Net;
using Amazon.S3.Model;
using ByteRange = Zarr.Stores.ByteRange;

namespace Zarr.S3.Requests;

/// <summary>Reads values and parts of them.</summary>
internal sealed class ValueReader(S3Service service, string bucket)
{
    private const int SkipLength = 64 << 10;

    /// <summary>A part of a value with its entity tag; null if the key is absent.</summary>
    internal async Task<(PooledMemory Bytes, string? Version)?> ReadAsync(string key, ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            return range.Length == 0
                ? await ReadNothingAsync(key, cancellationToken).ConfigureAwait(false)
                : await ReadRangeAsync(key, range, cancellationToken).ConfigureAwait(false);
        }
        catch (S3StoreException error) when (error.Status == (int)HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            // The value is shorter than the range begins, or empty; for a suffix, some servers say this also if the suffix is longer than the value.
            return range.IsSuffix
                ? await ReadRangeAsync(key, ByteRange.FromOffset(0), cancellationToken).ConfigureAwait(false)
                : await ReadNothingAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Length and entity tag of a value; null if the key is absent.</summary>
    internal async Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = bucket, Key = key };
            return await service.SendAsync(Target(key), (_, token) => service.Client.GetObjectMetadataAsync(request, token), cancellationToken).ConfigureAwait(false);
        }
        catch (S3StoreException error) when (IsAbsent(error))
        {
            return null;
        }
    }

    private async Task<(PooledMemory Bytes, string? Version)?> ReadNothingAsync(string key, CancellationToken cancellationToken) =>
        await HeadAsync(key, cancellationToken).ConfigureAwait(false) is { } head ? (PooledMemory.Rent(0), Version(head.ETag)) : null;

    private async Task<(PooledMemory Bytes, string? Version)?> ReadRangeAsync(string key, ByteRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await service.SendAsync(Target(key), (_, token) => ReadOnceAsync(key, range, token), cancellationToken).ConfigureAwait(false);
        }
        catch (S3StoreException error) when (IsAbsent(error))
        {
            return null;
        }
    }

    private async Task<(PooledMemory Bytes, string? Version)> ReadOnceAsync(string key, ByteRange range, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = Header(range) };
        using var answer = await service.Client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        var (skipped, length) = Expected(answer, key, range);
        if (length > Array.MaxLength)
        {
            throw Invalid(key, $"the value is too long for memory ({length} bytes)");
        }

        await SkipAsync(answer.ResponseStream, skipped, cancellationToken).ConfigureAwait(false);
        var bytes = PooledMemory.Rent((int)length);
        try
        {
            await answer.ResponseStream.ReadExactlyAsync(bytes.Memory, cancellationToken).ConfigureAwait(false);
            return (bytes, Version(answer.ETag));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of the answer that are skipped and read. A server may ignore the range and send the whole value.</summary>
    private (long Skipped, long Length) Expected(GetObjectResponse answer, string key, ByteRange range)
    {
        var length = answer.ContentLength;
        if (answer.HttpStatusCode != HttpStatusCode.PartialContent)
        {
            return length >= 0 ? range.Resolve(length) : throw Invalid(key, "the server does not say how long the value is");
        }

        var isAsked = length >= 0 && length <= (range.Length ?? long.MaxValue) && (range.Offset is not { } offset || answer.ContentRange is null || answer.ContentRange.StartsWith(string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-"), StringComparison.Ordinal));
        return isAsked ? (0, length) : throw Invalid(key, $"the server has sent {length} bytes of the range {answer.ContentRange}, which is not the one that was asked for");
    }

    private static async Task SkipAsync(Stream stream, long count, CancellationToken cancellationToken)
    {
        using var skipped = PooledMemory.Rent((int)Math.Min(count, SkipLength));
        for (var left = count; left > 0;)
        {
            var part = skipped.Memory[..(int)Math.Min(left, skipped.Length)];
            await stream.ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
            left -= part.Length;
        }
    }

    private static Amazon.S3.Model.ByteRange? Header(ByteRange range) => range switch
    {
        { IsSuffix: true, Length: { } length } => new(string.Create(CultureInfo.InvariantCulture, $"bytes=-{length}")),
        { Offset: { } offset, Length: { } length } => new(string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-{offset + length - 1}")),
        { Offset: > 0 and var offset } => new(string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-")),
        _ => null,
    };

    private static string? Version(string? tag) => string.IsNullOrEmpty(tag) ? null : EntityTag.Plain(tag);

    private bool IsAbsent(S3StoreException error) => S3Errors.IsAbsent(error)
        || (error is { Problem: S3Problem.Forbidden, Code: null or "AccessDenied" or "Forbidden" } && (service.Options.ForbiddenMeansAbsent ?? service.Options.IsAnonymous));

    private S3StoreException Invalid(string key, string message) => new(S3Problem.InvalidAnswer, Target(key), message);

    private S3Target Target(string key) => new(bucket, key);
}
