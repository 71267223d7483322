using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Viewer.Browser.Chromium;

/// <summary>The remote control of a browser: commands with answers, and events, as JSON over one web socket (the Chrome DevTools Protocol).</summary>
internal sealed class DevTools : IAsyncDisposable
{
    // On a machine that does much else, a browser may be silent for minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> waiting = new();
    private readonly CancellationTokenSource closing = new();
    private Task receiving = Task.CompletedTask;
    private int lastId;
    private volatile Exception? closed;

    private DevTools()
    {
    }

    /// <summary>The name of an event, the session it belongs to, and its parameters, in the order in which they came.</summary>
    internal event Action<string, string?, JsonNode>? Received;

    internal static async Task<DevTools> ConnectAsync(Uri address, CancellationToken token)
    {
        var tools = new DevTools();
        await tools.socket.ConnectAsync(address, token);
        tools.receiving = tools.ReceiveAsync();
        return tools;
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The browser refuses the command, or has gone.</exception>
    /// <exception cref="TimeoutException">There is no answer within minutes.</exception>
    internal async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        if (closed is not null)
        {
            throw new InvalidOperationException($"{method}: there is no connection to the browser any more: {closed.Message}", closed);
        }

        await sending.WaitAsync(closing.Token);
        try
        {
            await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, closing.Token);
        }
        finally
        {
            sending.Release();
        }

        var result = await answer.Task.WaitAsync(Patience, closing.Token);
        return result["error"] is { } error
            ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}")
            : result["result"] ?? new JsonObject();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await receiving;
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var failure = (Exception)new InvalidOperationException("the browser was closed");
        try
        {
            while (await ReadMessageAsync() is { } message)
            {
                Handle(message);
            }
        }
        catch (Exception exception)
        {
            failure = exception; // what waits for an answer gets it
        }

        closed = failure;

        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(failure);
        }
    }

    private void Handle(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (waiting.TryRemove(id.GetValue<int>(), out var answer))
            {
                answer.SetResult(message);
            }
        }
        else
        {
            Received?.Invoke(message["method"]!.GetValue<string>(), message["sessionId"]?.GetValue<string>(), message["params"] ?? new JsonObject());
        }
    }

    /// <summary>The next message, or null when the browser closes the connection.</summary>
    private async Task<JsonNode?> ReadMessageAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), closing.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                message.Position = 0;
                return await JsonNode.ParseAsync(message, cancellationToken: closing.Token);
            }
        }
    }
}
