using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Names come from files of strangers; a terminal obeys the control characters in them.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    private const string Name = "a\u001b]0;owned\u0007b\u009bc";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_name_in_a_store_cannot_steer_the_terminal()
    {
        Directory.CreateDirectory(folder["p.zarr"]);
        var plate = new JsonObject { ["name"] = Name, ["rows"] = Names("A"), ["columns"] = Names("1"), ["wells"] = new JsonArray() };
        var document = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = new JsonObject { ["ome"] = new JsonObject { ["version"] = "0.5", ["plate"] = plate } } };
        await File.WriteAllTextAsync(folder["p.zarr/zarr.json"], document.ToJsonString(), TestContext.Current.CancellationToken);
        var run = await Run.Of("info", folder["p.zarr"]);
        Assert.Contains("a\uFFFD]0;owned\uFFFDb\uFFFDc", run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Out + run.Error, c => char.IsControl(c) && c != '\n');
        Assert.Equal(Name, (string?)JsonNode.Parse(await Run.OutputOf("info", folder["p.zarr"], "--json"))!["name"]); // JSON escapes them
    }

    [Fact]
    public async Task An_error_that_quotes_a_name_cannot_steer_the_terminal()
    {
        var run = await Run.Of("info", folder[$"missing\u001b[31m"]);
        Assert.Contains("missing\uFFFD[31m", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error, c => char.IsControl(c) && c != '\n');
    }

    private static JsonArray Names(string name) => [new JsonObject { ["name"] = name }];
}
