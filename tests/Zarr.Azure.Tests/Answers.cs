using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Zarr.Azure.Tests;

/// <summary>A service that answers what a test wants.</summary>
internal sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int requests;

    internal int Requests => requests;

    /// <summary>A store whose container this service has.</summary>
    internal AzureBlobStore Store(string query = "", AzureBlobOptions? options = null)
    {
        var client = new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(this)), Retry = { MaxRetries = 2, Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero } };
        return new AzureBlobStore(new BlobContainerClient(new Uri($"https://lab.blob.core.windows.net/images{query}"), client), options);
    }

    /// <summary>A refusal as Azure sends it.</summary>
    internal static HttpResponseMessage Refusal(HttpStatusCode status, string code, DateTimeOffset? time = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Text of {code}.</Message></Error>", null, "application/xml") };
        answer.Headers.Add("x-ms-error-code", code);
        answer.Headers.Date = time ?? DateTimeOffset.UtcNow;
        return answer;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        var response = answer(request);
        response.RequestMessage = request;
        return response;
    }
}
