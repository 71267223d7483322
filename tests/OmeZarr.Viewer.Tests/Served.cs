using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Tests;

/// <summary>A store that is written, served, and asked.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private Served(TemporaryFolder? folder, ViewerServer server) => (Folder, Server) = (folder, server);

    internal TemporaryFolder? Folder { get; }

    internal ViewerServer Server { get; }

    /// <summary>The token of the address.</summary>
    internal string Token => Server.Address.Segments[1].TrimEnd('/');

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<Served> StartAsync(StoreLocation location, ViewerOptions? options = null) => new(null, await ViewerServer.StartAsync(location, options, Cancel));

    /// <summary>Serves what is written to <c>data.zarr</c> of a new folder.</summary>
    internal static async Task<Served> WriteAsync(Func<string, Task> write, ViewerOptions? options = null)
    {
        var folder = new TemporaryFolder();
        await write(folder["data.zarr"]);
        return new Served(folder, await ViewerServer.StartAsync(folder["data.zarr"], options, Cancel));
    }

    /// <summary>An image of two channels, three planes and labels.</summary>
    internal static Task<Served> CellsAsync(ViewerOptions? options = null) => WriteAsync(WriteCellsAsync, options);

    internal static Task WriteCellsAsync(string path)
    {
        var omero = new Omero
        {
            Channels =
            [
                new OmeroChannel { Label = "DAPI", Color = "0000FF", Window = new OmeroWindow { Min = 0, Start = 10, End = 200, Max = 255 }, Active = true },
                new OmeroChannel { Label = "GFP", Color = "00FF00", Active = true },
            ],
        };
        var image = Image.FromDimensions([Dimension.Channel(), new Dimension("z", 2, "micrometer"), new Dimension("y", 0.5, "micrometer"), new Dimension("x", 0.5, "micrometer")], "cells", 2) with { Omero = omero };
        var labels = new Label("cells", LabelImage.For(Image.FromDimensions([new Dimension("y", 0.5), new Dimension("x", 0.5)], "cells", 2)), [Stripes(60, 80), Stripes(30, 40)]);
        return OmeWriter.WriteImageAsync(path, image, [Ramp(2, 3, 60, 80), Ramp(2, 3, 30, 40)], labels: [labels], cancellationToken: Cancel);
    }

    internal static IArraySource Ramp(params ReadOnlySpan<long> shape) => ArraySource.FromFunction<byte>(Shape.Create([.. shape]), (region, values) =>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, sum) = ((long)i, 0L);
            for (var d = region.Rank - 1; d >= 0; d--)
            {
                (rest, var index) = Math.DivRem(rest, region.Shape[d]);
                sum += (d + 1) * (region.Offset[d] + index);
            }

            values[i] = (byte)sum;
        }
    });

    /// <summary>The chunks of the full resolution, in order.</summary>
    internal static IReadOnlyList<string> Chunks(string path) => [.. Directory.EnumerateFiles(Path.Join(path, "0", "c"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Six labels, one below the other.</summary>
    private static IArraySource Stripes(int height, int width)
    {
        var labels = new uint[height, width];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i / width, i % width] = (uint)(1 + (i / width * 6 / height));
        }

        return labels.AsSource();
    }

    internal Task<HttpResponseMessage> SendAsync(string relative, Action<HttpRequestMessage>? change = null, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Server.Address, relative));
        change?.Invoke(request);
        return client.SendAsync(request, Cancel);
    }

    internal async Task<JsonObject> JsonAsync(string relative, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await SendAsync(relative);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return JsonNode.Parse(text)!.AsObject();
    }

    internal async Task<byte[]> PngAsync(string relative)
    {
        using var answer = await SendAsync(relative);
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        return body;
    }

    /// <summary>Sends a request as it is, without the corrections that clients make. The answer as text.</summary>
    internal async Task<string> RawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Server.Address.Port, Cancel);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancel);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }

    /// <summary>Sends a GET for a target as it is.</summary>
    internal Task<string> RawGetAsync(string target, string? host = null) => RawAsync($"GET {target} HTTP/1.1\r\nHost: {host ?? Server.Address.Authority}\r\nConnection: close\r\n\r\n");

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
        Folder?.Dispose();
    }
}
