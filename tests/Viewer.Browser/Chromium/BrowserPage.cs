using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Viewer.Browser.Chromium;

/// <summary>One page of the browser: goes to addresses, runs scripts, uses keyboard and pointer, takes pictures, and remembers what was requested and complained about.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DevTools tools;
    private readonly string session;
    private readonly string context;
    private readonly ConcurrentQueue<string> requests = [];
    private readonly ConcurrentQueue<string> problems = [];

    internal BrowserPage(DevTools tools, string session, string context)
    {
        this.tools = tools;
        this.session = session;
        this.context = context;
    }

    /// <summary>All addresses that the page asked for, except <c>data:</c> and <c>blob:</c>.</summary>
    internal IReadOnlyCollection<string> Requests => requests;

    /// <summary>Errors and warnings in the console, exceptions that nobody caught, and answers with an error.</summary>
    internal IReadOnlyCollection<string> Problems => problems;

    /// <summary>What the scripts of the page complained about: <see cref="Problems"/> without answers of the server.</summary>
    internal IReadOnlyCollection<string> ScriptProblems => [.. problems.Where(problem => !char.IsAsciiDigit(problem[0]) && !problem.Contains("\"source\":\"network\"", StringComparison.Ordinal))];

    internal async Task PrepareAsync(int width, int height)
    {
        tools.Received += Remember;
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync($"{domain}.enable");
        }

        await ResizeAsync(width, height);
    }

    internal Task ResizeAsync(int width, int height, double density = 1, bool touch = false) => SendAsync("Emulation.setDeviceMetricsOverride",
        new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = density, ["mobile"] = touch });

    /// <summary>What <c>prefers-color-scheme</c> says: <c>light</c> or <c>dark</c>.</summary>
    internal Task PreferAsync(string scheme) => SendAsync("Emulation.setEmulatedMedia",
        new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    internal async Task GoAsync(string address)
    {
        var answer = await SendAsync("Page.navigate", new JsonObject { ["url"] = address });
        if (answer["errorText"] is { } error)
        {
            throw new InvalidOperationException($"{address}: {error}");
        }
    }

    /// <summary>The value of an expression in JavaScript; promises are awaited.</summary>
    internal async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate",
            new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } exception
            ? throw new InvalidOperationException($"{expression}: {exception.ToJsonString()}")
            : answer["result"]!["value"];
    }

    internal async Task<string> TextAsync(string selector) =>
        (await EvaluateAsync($"document.querySelector({Quoted(selector)}).innerText"))!.GetValue<string>();

    /// <summary>Waits until an expression is true.</summary>
    /// <exception cref="TimeoutException">It did not become true within two minutes.</exception>
    internal async Task WaitForAsync(string expression)
    {
        var end = DateTime.UtcNow + Patience;
        while (await EvaluateAsync($"!!({expression})") is not JsonValue value || !value.GetValue<bool>())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"still false: {expression}\n{string.Join('\n', problems)}");
            }

            await Task.Delay(50);
        }
    }

    internal async Task ClickAsync(string selector)
    {
        await WaitForAsync($"document.querySelector({Quoted(selector)})");
        var (x, y) = await CentreAsync(selector);
        await MouseAsync("mouseMoved", x, y);
        await MouseAsync("mousePressed", x, y, "left", 1);
        await MouseAsync("mouseReleased", x, y, "left", 1);
    }

    internal Task MoveAsync(double x, double y) => MouseAsync("mouseMoved", x, y);

    /// <summary>Lets the page see a touch screen.</summary>
    internal Task EmulateTouchAsync() => SendAsync("Emulation.setTouchEmulationEnabled", new JsonObject { ["enabled"] = true, ["maxTouchPoints"] = 2 });

    /// <summary>Puts fingers on the screen, moves them in steps, and lifts them.</summary>
    internal async Task TouchAsync(int steps, Func<double, (double X, double Y)[]> fingersAt)
    {
        for (var step = 0; step <= steps; step++)
        {
            await TouchAsync(step == 0 ? "touchStart" : "touchMove", fingersAt((double)step / steps));
            await Task.Delay(20);
        }

        // Fingers that rest before they are lifted do not throw the picture.
        await Task.Delay(200);
        await TouchAsync("touchMove", fingersAt(1));
        await TouchAsync("touchEnd", []);
    }

    /// <summary>Lets the page save files in a folder.</summary>
    internal Task SaveDownloadsAsync(string folder) => tools.SendAsync("Browser.setDownloadBehavior",
        new JsonObject { ["behavior"] = "allow", ["browserContextId"] = context, ["downloadPath"] = folder });

    /// <summary>Presses and releases a key; <paramref name="key"/> is a character, or a name such as <c>ArrowRight</c>.</summary>
    internal async Task PressAsync(string key)
    {
        var down = new JsonObject { ["type"] = "keyDown", ["key"] = key };
        if (key.Length == 1)
        {
            down["text"] = key;
        }

        await SendAsync("Input.dispatchKeyEvent", down);
        await SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key });
    }

    /// <summary>The page as PNG.</summary>
    internal Task<byte[]> PictureAsync() => PictureAsync([]);

    /// <summary>A part of the page as PNG.</summary>
    internal Task<byte[]> PictureAsync(double x, double y, double width, double height) => PictureAsync(
        new JsonObject { ["clip"] = new JsonObject { ["x"] = x, ["y"] = y, ["width"] = width, ["height"] = height, ["scale"] = 1 } });

    public async ValueTask DisposeAsync()
    {
        tools.Received -= Remember;
        await tools.SendAsync("Target.disposeBrowserContext", new JsonObject { ["browserContextId"] = context });
    }

    internal static string Quoted(string text) => JsonValue.Create(text).ToJsonString();

    private async Task<byte[]> PictureAsync(JsonObject parameters)
    {
        parameters["format"] = "png";
        return Convert.FromBase64String((await SendAsync("Page.captureScreenshot", parameters))["data"]!.GetValue<string>());
    }

    private async Task<(double X, double Y)> CentreAsync(string selector)
    {
        var box = await EvaluateAsync(string.Create(CultureInfo.InvariantCulture,
            $"(e => {{ e.scrollIntoView({{ block: 'nearest' }}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})(document.querySelector({Quoted(selector)}))"));
        return (box![0]!.GetValue<double>(), box[1]!.GetValue<double>());
    }

    private Task<JsonNode> TouchAsync(string type, (double X, double Y)[] fingers) => SendAsync("Input.dispatchTouchEvent",
        new JsonObject { ["type"] = type, ["touchPoints"] = new JsonArray([.. fingers.Select((finger, id) => new JsonObject { ["x"] = finger.X, ["y"] = finger.Y, ["id"] = id })]) });

    private Task<JsonNode> MouseAsync(string type, double x, double y, string button = "none", int count = 0) => SendAsync("Input.dispatchMouseEvent",
        new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = button, ["clickCount"] = count });

    private Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => tools.SendAsync(method, parameters, session);

    private void Remember(string method, string? from, JsonNode parameters)
    {
        if (from != session)
        {
            return;
        }

        switch (method)
        {
            case "Network.requestWillBeSent" when parameters["request"]!["url"]!.GetValue<string>() is var url:
                if (!url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal))
                {
                    requests.Enqueue(url);
                }

                break;
            case "Network.responseReceived" when parameters["response"]!["status"]!.GetValue<int>() >= 400:
                problems.Enqueue($"{parameters["response"]!["status"]} {parameters["response"]!["url"]}");
                break;
            case "Runtime.exceptionThrown":
                problems.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                problems.Enqueue($"console: {parameters["args"]!.ToJsonString()}");
                break;
            case "Log.entryAdded" when parameters["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                problems.Enqueue($"log: {parameters["entry"]!.ToJsonString()}");
                break;
        }
    }
}
