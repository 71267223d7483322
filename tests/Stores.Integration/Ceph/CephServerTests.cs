using System.Net;
using Xunit;

namespace Stores.Integration.Ceph;

public sealed class CephServerTests(CephServer server) : IAsyncLifetime
{
    private Uri endpoint = new("http://localhost");

    public async ValueTask InitializeAsync() => endpoint = await server.EndpointAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_gateway_answers()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(endpoint, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
