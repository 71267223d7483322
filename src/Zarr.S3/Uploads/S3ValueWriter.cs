using Amazon.S3.Model;
using Zarr.S3.Requests;
using Zarr.Stores;

namespace Zarr.S3.Uploads;

/// <summary>Writes a value piece by piece. What is longer than one part is uploaded in parts while it is written; a shorter value is one request.</summary>
internal sealed class S3ValueWriter(S3Service service, S3Target target, ValueUploader uploader) : IValueWriter
{
    private const int MostParts = 10_000;

    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly Queue<Task<PartETag>> sending = new();
    private readonly List<PartETag> sent = [];
    private readonly CancellationTokenSource stopped = new();
    private PooledMemory? part;
    private int partLength;
    private string? upload;
    private bool isOver;

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(isOver, this);
        while (!bytes.IsEmpty)
        {
            if (partLength == service.Options.PartSize)
            {
                await SendPartAsync(cancellationToken).ConfigureAwait(false);
            }

            part ??= PooledMemory.Rent(service.Options.PartSize);
            var taken = Math.Min(bytes.Length, part.Length - partLength);
            bytes[..taken].CopyTo(part.Memory[partLength..]);
            (partLength, bytes) = (partLength + taken, bytes[taken..]);
        }
    }

    public async ValueTask PublishAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(isOver, this);
        if (upload is null)
        {
            await uploader.PutAsync(target.Key, part is null ? ReadOnlyMemory<byte>.Empty : part.Memory[..partLength], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SendPartAsync(cancellationToken).ConfigureAwait(false);
            await WaitAsync(0, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(upload, cancellationToken).ConfigureAwait(false);
        }

        isOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!isOver && upload is not null)
        {
            await AbortAsync(upload).ConfigureAwait(false);
        }

        isOver = true;
        part?.Dispose();
        stopped.Dispose();
    }

    private async Task SendPartAsync(CancellationToken cancellationToken)
    {
        upload ??= await BeginAsync(cancellationToken).ConfigureAwait(false);
        await WaitAsync(service.Options.PartsInFlight - 1, cancellationToken).ConfigureAwait(false);
        var number = sent.Count + sending.Count + 1;
        if (number > MostParts)
        {
            throw new S3StoreException(S3Problem.Refused, target, $"the value is longer than {MostParts} parts of {service.Options.PartSize} bytes; set a larger S3Options.PartSize");
        }

        var full = part ?? throw new InvalidOperationException("a part is sent before it has bytes");
        sending.Enqueue(SendAsync(full, partLength, number, upload));
        (part, partLength) = (null, 0);
    }

    /// <summary>Waits until at most so many parts are on their way.</summary>
    private async Task WaitAsync(int most, CancellationToken cancellationToken)
    {
        while (sending.Count > most)
        {
            sent.Add(await sending.Peek().WaitAsync(cancellationToken).ConfigureAwait(false));
            _ = sending.Dequeue();
        }
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = target.Bucket, Key = target.Key };
        request.Metadata[PutRequests.WriteId] = id;
        var answer = await service.SendAsync(target, (_, token) => service.Client.InitiateMultipartUploadAsync(request, token), cancellationToken).ConfigureAwait(false);
        return answer.UploadId;
    }

    private async Task<PartETag> SendAsync(PooledMemory full, int length, int number, string upload)
    {
        using var bytes = full;
        return await service.SendAsync(
            target,
            async (_, token) =>
            {
                using var content = ContentStream.Over(bytes.Memory[..length]);
                var answer = await service.Client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = target.Bucket,
                        Key = target.Key,
                        UploadId = upload,
                        PartNumber = number,
                        PartSize = length,
                        InputStream = content,
                        UseChunkEncoding = PutRequests.UsesChunkEncoding(service),
                    },
                    token).ConfigureAwait(false);
                return new PartETag(answer);
            },
            stopped.Token).ConfigureAwait(false);
    }

    private async Task CompleteAsync(string upload, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = target.Bucket, Key = target.Key, UploadId = upload, PartETags = sent };
        var isRepeated = service.Client.Config.MaxErrorRetry > 0;
        try
        {
            await service.SendAsync(
                target,
                (attempt, token) =>
                {
                    isRepeated |= attempt > 0;
                    return service.Client.CompleteMultipartUploadAsync(request, token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (S3StoreException error) when (isRepeated && S3Errors.IsAbsent(error))
        {
            // Once it is complete, the upload is no more: the answer of an earlier attempt was lost.
            if (!await uploader.IsWrittenAsync(target.Key, id, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    // What cannot be removed stays invisible at the server; the error that led here matters more.
    private async Task AbortAsync(string upload)
    {
        await stopped.CancelAsync().ConfigureAwait(false);
        Task parts = Task.WhenAll(sending);
        await parts.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var request = new AbortMultipartUploadRequest { BucketName = target.Bucket, Key = target.Key, UploadId = upload };
        Task abort = service.SendAsync(target, (_, token) => service.Client.AbortMultipartUploadAsync(request, token), CancellationToken.None);
        await abort.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
