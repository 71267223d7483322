using System.Net;

namespace Stores.Integration.Ceph;

/// <summary>Stands between a client and the server: some requests fail before the server sees them, the answers of others are lost after it has done them. Counts what passes.</summary>
internal sealed class FaultyHandler : DelegatingHandler
{
    private readonly Random random;
    private readonly Lock turn = new();
    private int requests;
    private long uploaded;

    internal FaultyHandler(int seed = 1)
        : base(new SocketsHttpHandler()) => random = new Random(seed);

    /// <summary>The share of requests that the server does not see: they are refused with 503, or the connection breaks.</summary>
    internal double Failing { get; set; }

    /// <summary>The share of requests whose answers are lost.</summary>
    internal double Losing { get; set; }

    /// <summary>Loses the answer to the next request for which this is true.</summary>
    internal Func<HttpRequestMessage, bool>? LosesNext { get; set; }

    /// <summary>Answers in place of the server.</summary>
    internal Func<HttpRequestMessage, HttpResponseMessage?>? Answers { get; set; }

    /// <summary>Requests so far.</summary>
    internal int Requests => Volatile.Read(ref requests);

    /// <summary>Bytes of bodies that the server has taken.</summary>
    internal long Uploaded => Interlocked.Read(ref uploaded);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        if (Answers?.Invoke(request) is { } answer)
        {
            answer.RequestMessage = request;
            return answer;
        }

        if (Happens(Failing))
        {
            return Happens(0.5) ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new StringContent(string.Empty) } : throw new HttpRequestException("the connection broke before the request");
        }

        var length = request.Content?.Headers.ContentLength ?? 0;
        var response = await base.SendAsync(request, cancellationToken);
        Interlocked.Add(ref uploaded, length);
        if (IsLost(request))
        {
            response.Dispose();
            throw new HttpRequestException("the connection broke after the request");
        }

        return response;
    }

    private bool IsLost(HttpRequestMessage request)
    {
        if (LosesNext?.Invoke(request) is true)
        {
            LosesNext = null;
            return true;
        }

        return Happens(Losing);
    }

    private bool Happens(double share)
    {
        lock (turn)
        {
            return random.NextDouble() < share;
        }
    }
}
