using Azure.Core;
using Azure.Core.Pipeline;

namespace Stores.Integration.Azurite;

/// <summary>A network on which some requests do not arrive and some answers are lost.</summary>
/// <param name="failing">Share of the requests that fail before the service sees them.</param>
/// <param name="losing">Share of the requests that the service carries out, and whose answer is lost.</param>
/// <param name="seed">Which ones.</param>
internal sealed class FaultyNetwork(double failing, double losing, int seed) : HttpPipelinePolicy
{
    private readonly Random random = new(seed);
    private int failed;
    private int lost;

    internal int Failed => failed;

    internal int Lost => lost;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fate = Next();
        if (fate < failing)
        {
            Interlocked.Increment(ref failed);
            throw new IOException("the connection is reset, as the test wanted");
        }

        await ProcessNextAsync(message, pipeline);
        if (fate < failing + losing)
        {
            Interlocked.Increment(ref lost);
            message.Response.Dispose();
            throw new IOException("the answer is lost, as the test wanted");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("stores wait for nothing synchronously");

    private double Next()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
