using System.Collections.Concurrent;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Stores.Integration.Azurite;

/// <summary>Counts the requests of a client by their kind, the value of <c>comp</c>, and how many are under way at the same time.</summary>
internal sealed class RequestLog : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> kinds = new();
    private int underWay;
    private int most;

    internal int Total => kinds.Count;

    internal int MostUnderWay => most;

    /// <summary>What requests wait for; null for nothing.</summary>
    internal TaskCompletionSource? Hold { get; init; }

    internal int Of(string kind) => kinds.Count(present => present == kind);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        kinds.Enqueue(HttpUtility.ParseQueryString(message.Request.Uri.Query)["comp"] ?? message.Request.Method.Method);
        var now = Interlocked.Increment(ref underWay);
        InterlockedMax(now);
        try
        {
            await (Hold?.Task.WaitAsync(message.CancellationToken) ?? Task.CompletedTask);
            await ProcessNextAsync(message, pipeline);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("stores wait for nothing synchronously");

    private void InterlockedMax(int value)
    {
        for (var present = most; value > present; present = most)
        {
            Interlocked.CompareExchange(ref most, value, present);
        }
    }
}
