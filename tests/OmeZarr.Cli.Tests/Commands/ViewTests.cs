using System.Net;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary><c>omezarr view</c> and <c>omezarr serve</c>.</summary>
public sealed class ViewTests : IDisposable
{
    private static readonly string Cells = Path.Join(SharedData.RepositoryRoot, "samples/cells.tif");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("view", "api/root")]
    [InlineData("serve", "zarr.json")]
    public async Task The_address_is_printed_and_answers_until_the_program_is_stopped(string verb, string relative)
    {
        await Run.OutputOf("convert", Cells, folder["cells.ome.zarr"]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new AddressWriter();
        using var error = new StringWriter { NewLine = "\n" };
        string[] args = [verb, folder["cells.ome.zarr"], "--json", .. verb == "view" ? ["--no-browser"] : Array.Empty<string>()];
        var run = Application.RunAsync(args, new Terminal(output, error, false), stop.Token);
        var address = (string)JsonNode.Parse(await output.Line.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken))!["address"]!;
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(new Uri(address), relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await stop.CancelAsync();
        Assert.Equal((0, string.Empty), (await run, error.ToString()));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(address), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--port", "x", "--port x: give a number, 0 to 65535")]
    [InlineData("--port", "70000", "--port 70000: give a number, 0 to 65535")]
    [InlineData("--allow-origin", "example.org", "example.org is not the origin of a web page; an example is https://neuroglancer-demo.appspot.com")]
    public async Task Wrong_options_are_refused(string option, string value, string message)
    {
        await Run.OutputOf("convert", Cells, folder["cells.ome.zarr"]);
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {message}\n"), await Run.Of("view", folder["cells.ome.zarr"], "--no-browser", option, value));
    }

    [Fact]
    public async Task There_must_be_something_to_show()
    {
        var run = await Run.Of("view", folder["none.zarr"], "--no-browser");
        Assert.Equal((2, string.Empty), (run.ExitCode, run.Out));
        Assert.Contains("none.zarr", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Hands out the first line.</summary>
    private sealed class AddressWriter : StringWriter
    {
        internal TaskCompletionSource<string> Line { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void WriteLine(string? value) => Line.TrySetResult(value ?? string.Empty);
    }
}
