namespace Zarr.Stores.Http;

/// <summary>Repeats requests that failed for a reason that may pass.</summary>
internal sealed class HttpAttempts(HttpStoreOptions options)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>Runs a request until it succeeds or fails for good.</summary>
    /// <param name="address">The address for messages.</param>
    /// <param name="attempt">Sends the request, reads the answer and checks it.</param>
    /// <param name="cancellationToken">Stops the attempts and the waits between them.</param>
    /// <exception cref="HttpStoreException">The request failed.</exception>
    internal async ValueTask<T> RunAsync<T>(string address, Func<AttemptClock, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        for (var done = 1; ; done++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var failure = await TryAsync(address, attempt, cancellationToken).ConfigureAwait(false);
            if (failure.Reason is not { } reason)
            {
                return failure.Answer!;
            }

            if (done > options.Retries || reason.Wait > options.LongestRetryAfter)
            {
                throw Final(address, reason, done);
            }

            await Task.Delay(WaitBefore(done, reason), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(T? Answer, PassingFailure? Reason)> TryAsync<T>(string address, Func<AttemptClock, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        using var clock = new AttemptClock(options.Timeout, cancellationToken);
        try
        {
            return (await attempt(clock).ConfigureAwait(false), null);
        }
        catch (PassingFailure failure)
        {
            return (default, failure);
        }
        catch (OperationCanceledException)
        {
            // By the caller, by the clock, or by the limit of time for connecting.
            cancellationToken.ThrowIfCancellationRequested();
            return (default, new PassingFailure($"the server was silent, or slower than 1 KiB/s, for {options.Timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException and not HttpStoreException)
        {
            // A cancelled connection may report itself as broken.
            cancellationToken.ThrowIfCancellationRequested();
            return MayPass(error) ? (default, new PassingFailure(WordsOf(error), inner: error)) : throw new HttpStoreException($"{address}: {WordsOf(error)}", inner: error);
        }
    }

    private static bool MayPass(Exception error) => error is not HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse,
    };

    private static string WordsOf(Exception error) => error is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } ? "the answer ended too early" : $"the connection failed: {error.Message}";

    private static TimeSpan WaitBefore(int attempt, PassingFailure failure)
    {
        var growing = FirstWait * Math.Pow(2, Math.Min(attempt - 1, 16));
        var wait = (growing < LongestWait ? growing : LongestWait) * (0.5 + (Random.Shared.NextDouble() / 2));
        return failure.Wait is { } asked && asked > wait ? asked : wait;
    }

    private HttpStoreException Final(string address, PassingFailure failure, int attempts)
    {
        var wait = failure.Wait > options.LongestRetryAfter ? $", and asks to wait for {failure.Wait.Value.TotalSeconds:0} s; try again later" : string.Empty;
        return new HttpStoreException($"{address}: {failure.Message}{(attempts > 1 ? $" ({attempts} attempts)" : string.Empty)}{wait}", failure.StatusCode, failure.InnerException);
    }
}
