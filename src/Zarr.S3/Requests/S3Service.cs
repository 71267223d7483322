using System.Collections.Concurrent;
using Amazon.S3;

namespace Zarr.S3.Requests;

/// <summary>A server, or the service of Amazon: sends requests, not too many at the same time, and sends them again when they fail for reasons that pass.</summary>
internal sealed class S3Service
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ConditionProbe> probes = new(StringComparer.Ordinal);

    internal S3Service(IAmazonS3 client, S3Options options)
    {
        (Client, Options) = (client, options);
        Gate = new SemaphoreSlim(options.MaxConcurrency);
    }

    internal IAmazonS3 Client { get; }

    private SemaphoreSlim Gate { get; }

    internal S3Options Options { get; }

    /// <summary>What is known about the conditions of writes to a bucket.</summary>
    internal ConditionProbe ProbeOf(string bucket) => probes.GetOrAdd(bucket, name => new ConditionProbe(this, name));

    /// <summary>Sends a request until it succeeds, fails for a lasting reason, or was repeated often enough.</summary>
    /// <param name="target">What the request is about, for messages.</param>
    /// <param name="request">Sends the request once. It gets the number of the attempt, from 0, because an earlier attempt may have succeeded at the server.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="S3StoreException">The request has failed.</exception>
    internal async Task<T> SendAsync<T>(S3Target target, Func<int, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limited.CancelAfter(Options.TimeLimit);
                try
                {
                    return await request(attempt, limited.Token).ConfigureAwait(false);
                }
                catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is not ArgumentException)
                {
                    if (attempt >= Options.Retries || !S3Errors.IsTransient(error))
                    {
                        throw S3Errors.Translate(error, target);
                    }
                }

                await Task.Delay(Pause(attempt), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Gate.Release();
        }
    }

    // Random, so that those who were refused at the same time do not come back at the same time.
    private static TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, attempt));
        return TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
