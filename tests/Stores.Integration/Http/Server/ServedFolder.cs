using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Stores.Integration.Http.Server;

/// <summary>A request that a server has received.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The key, decoded.</param>
/// <param name="Range">The header <c>Range</c>; empty if there is none.</param>
/// <param name="Query">The query with its question mark; empty if there is none.</param>
public sealed record ServedRequest(string Method, string Path, string Range, string Query);

/// <summary>A folder that is served.</summary>
public sealed class ServedFolder(Uri address, string folder, ServingRules rules)
{
    private readonly ConcurrentQueue<ServedRequest> log = new();
    private int count;
    private int running;
    private int mostAtOnce;

    /// <summary>Address of the folder, without a slash at its end.</summary>
    public Uri Address => address;

    /// <summary>All requests, oldest first.</summary>
    public IReadOnlyList<ServedRequest> Log => [.. log];

    /// <summary>The most requests that were answered at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref mostAtOnce);

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => log.Clear();

    internal async Task ServeAsync(HttpContext context, string key)
    {
        var now = Interlocked.Increment(ref running);
        for (var most = MostAtOnce; now > most && Interlocked.CompareExchange(ref mostAtOnce, now, most) != most; most = MostAtOnce)
        {
        }

        try
        {
            var request = context.Request;
            log.Enqueue(new ServedRequest(request.Method, key, request.Headers.Range.ToString(), request.QueryString.Value ?? string.Empty));
            if (rules.Latency > TimeSpan.Zero)
            {
                await Task.Delay(rules.Latency, context.RequestAborted);
            }

            if (rules.Fault is not { } fault || !await fault(context, Interlocked.Increment(ref count) - 1))
            {
                await AnswerAsync(context, key);
            }
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>Answers as the rules say.</summary>
    internal Task AnswerAsync(HttpContext context, string key)
    {
        var hops = int.TryParse(context.Request.Query["hop"], out var hop) ? hop : 0;
        if (hops < rules.Redirects)
        {
            context.Response.StatusCode = hops % 2 == 0 ? StatusCodes.Status302Found : StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = $"{context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0]}?hop={hops + 1}";
            return Task.CompletedTask;
        }

        var path = Path.Join(folder, key);
        if (!File.Exists(path))
        {
            context.Response.StatusCode = rules.Missing;
            return Task.CompletedTask;
        }

        return new FileAnswer(context, path, rules).SendAsync();
    }
}
