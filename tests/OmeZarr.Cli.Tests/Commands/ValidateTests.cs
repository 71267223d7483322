using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class ValidateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Store => folder["a.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_valid_store_is_called_valid()
    {
        await ConvertAsync("a.zarr");
        Assert.Equal($"{Store}   OME-Zarr 0.5 image: valid\n2 nodes checked\n", await Run.OutputOf("validate", Store));
        Assert.Contains("\n2 nodes checked, 16 chunks read, 262 kB\n", await Run.OutputOf("validate", Store, "--data", "all"), StringComparison.Ordinal);
        Assert.Empty(await Run.OutputOf("validate", Store, "--quiet"));
    }

    [Fact]
    public async Task A_curator_finds_each_of_three_faults_in_ten_stores_in_the_first_twenty_lines()
    {
        foreach (var name in new[] { "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s10" })
        {
            await ConvertAsync($"all/{name}.zarr");
        }

        foreach (var well in new[] { "A1", "A2", "B1", "B2" })
        {
            TestFiles.WriteGray(folder[$"in/x_{well}_f0.tif"], 40, [.. Enumerable.Range(1, 40).Select(value => (ushort)value)]);
        }

        await Run.OutputOf("convert", folder["in"], folder["all/s9.zarr"], "--plate", "_(?<well>[AB]\\d)_f(?<field>\\d+)");
        Directory.Delete(folder["all/s9.zarr/B"], recursive: true);
        var chunk = folder["all/s4.zarr/0/c/1/1/0/0"];
        await File.WriteAllBytesAsync(chunk, (await File.ReadAllBytesAsync(chunk, Cancel))[..100], Cancel);
        Edit("all/s6.zarr", json =>
        {
            var axes = json["attributes"]!["ome"]!["multiscales"]![0]!["axes"]!.AsArray();
            var first = axes[0]!;
            axes.RemoveAt(0);
            axes.Insert(1, first);
        });
        var run = await Run.Of("validate", folder["all"], "--data", "all");
        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        string[] lines = [.. run.Out.Split('\n').Take(20)];
        Assert.Contains(lines, line => line.Contains("/B: ", StringComparison.Ordinal) && line.Contains("[row-missing]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("→ Copy the row again", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("/0: c/1/1/0/0: ", StringComparison.Ordinal) && line.Contains("[chunk-", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("→ Copy the chunk", StringComparison.Ordinal) || line.Contains("chunk", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("ome.multiscales[0].axes", StringComparison.Ordinal) && line.Contains("[axes-order]", StringComparison.Ordinal));
        Assert.Contains("\n10 stores: 7 valid, 3 with errors; ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_has_every_finding()
    {
        await ConvertAsync("a.zarr");
        Edit("a.zarr", json => json["attributes"]!["ome"]!["version"] = "9");
        var run = await Run.Of("validate", Store, "--json");
        Assert.Equal(1, run.ExitCode);
        var json = JsonNode.Parse(run.Out)!;
        Assert.False((bool)json["valid"]!);
        var store = json["stores"]![0]!;
        Assert.Equal((Store, "image", 1), ((string)store["path"]!, (string)store["type"]!, (int)store["errors"]!));
        var finding = store["findings"]!.AsArray().Single(one => (string?)one!["rule"] == "version")!;
        Assert.Equal(("error", "", "ome.version"), ((string)finding["severity"]!, (string)finding["node"]!, (string)finding["location"]!));
    }

    [Fact]
    public async Task Rules_are_chosen_and_left_out()
    {
        await ConvertAsync("a.zarr");
        Edit("a.zarr", json => json["attributes"]!["ome"]!["version"] = "9");
        Assert.Equal(1, (await Run.Of("validate", Store, "--rule", "version", "--rule", "axes-order")).ExitCode);
        Assert.Equal(0, (await Run.Of("validate", Store, "--rule", "axes-order")).ExitCode);
        Assert.Equal(0, (await Run.Of("validate", Store, "--skip", "version")).ExitCode);
        Assert.Equal(0, (await Run.Of("validate", Store, "--skip", "version", "--strict")).ExitCode);
    }

    [Fact]
    public async Task A_store_without_its_root_cannot_be_judged()
    {
        await ConvertAsync("all/a.zarr");
        Directory.CreateDirectory(folder["all/lost.zarr"]);
        var run = await Run.Of("validate", folder["all"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"{folder["all/lost.zarr"]}   could not be judged: there is no zarr.json", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n2 stores: 1 valid, 0 with errors, 1 could not be judged; ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_explained()
    {
        Assert.Equal(
            """
            dimension-names-missing
              Arrays have dimension_names.
              severity  error
              source    9.2 (14): section and number of docs/spec-coverage.md
              example   /0 dimension_names: is missing; expected c, z, y, x
              to do     Add dimension_names to the zarr.json of the array: the names of the axes in their order.
              fixable   yes: omezarr validate PATH --fix dimension-names-missing

            """.ReplaceLineEndings("\n"),
            await Run.OutputOf("validate", "--explain", "dimension-names-missing"));
        Assert.Equal(
            new Run(2, string.Empty, "omezarr: --explain axes-ordr: there is no such rule; did you mean axes-order? (docs/rules.md lists all)\n"),
            await Run.Of("validate", "--explain", "axes-ordr"));
    }

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","labels":["a"]}}""", true, "")]
    [InlineData("""{"ome":{"version":"0.5","labels":[]}}""", false, "labels-empty: ome.labels: ")]
    [InlineData("{", false, "The document cannot be read")]
    public async Task The_conformance_runner_gets_one_line_about_a_file(string attributes, bool valid, string message)
    {
        await File.WriteAllTextAsync(folder["attributes.json"], attributes, Cancel);
        await RequireLineAsync(folder["attributes.json"], valid, message);
    }

    [Fact]
    public async Task The_conformance_runner_gets_one_line_about_a_hierarchy()
    {
        await ConvertAsync("a.zarr");
        await RequireLineAsync(Store, true, string.Empty);
        Directory.Delete(folder["a.zarr/0"], recursive: true);
        await RequireLineAsync(Store, false, "dataset-missing: /0: ");
        await RequireLineAsync(folder["nothing"], false, string.Empty);
        await RequireLineAsync("s3://bucket/x", false, string.Empty);
    }

    [Fact]
    public async Task Faults_are_mended_after_a_look_at_the_changes()
    {
        await ConvertAsync("a.zarr");
        Edit("a.zarr", json => json["attributes"]!["ome"]!["version"] = "v0.5");
        Edit("a.zarr/0", json => json.Remove("dimension_names"));
        var before = await File.ReadAllTextAsync(folder["a.zarr/zarr.json"], Cancel);
        string[] args = ["validate", Store, "--fix", "version", "--fix", "dimension-names-missing"];
        var planned = await Run.Of([.. args, "--dry-run"]);
        Assert.Equal(
            new Run(1, $"{Store}\n  /zarr.json   [version]\n    ~ attributes.ome.version: \"v0.5\" → \"0.5\"\n  /0/zarr.json   [dimension-names-missing]\n    + dimension_names: [\"c\",\"z\",\"y\",\"x\"]\n2 documents would be changed; nothing was\n", string.Empty),
            planned);
        Assert.Equal(before, await File.ReadAllTextAsync(folder["a.zarr/zarr.json"], Cancel));

        var output = await Run.OutputOf(args);
        Assert.StartsWith(planned.Out[..planned.Out.IndexOf("2 documents", StringComparison.Ordinal)] + $"2 documents changed\n{Store}   OME-Zarr 0.5 image: valid\n", output, StringComparison.Ordinal);
        Assert.StartsWith("nothing was changed\n", await Run.OutputOf(args), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_mended_is_told()
    {
        await ConvertAsync("a.zarr");
        Edit("a.zarr", json => json["attributes"]!["ome"]!["version"] = "0.4");
        var run = await Run.Of("validate", Store, "--fix", "version");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\n  not mended: / ome.version: the document says that it is of another version", run.Out, StringComparison.Ordinal);
        Assert.NotEmpty(JsonNode.Parse((await Run.Of("validate", Store, "--fix", "version", "--json")).Out)!["fixes"]![0]!["unfixed"]!.AsArray());
    }

    [Theory]
    [InlineData("validate needs PATH... (see omezarr validate --help)", "validate")]
    [InlineData("nothing: no such folder", "validate", "nothing")]
    [InlineData("--data some: there is none, sample and all", "validate", ".", "--data", "some")]
    [InlineData("--max 0: give a number, 1 or more", "validate", ".", "--max", "0")]
    [InlineData("--dry-run says what --fix RULE would change; there is no --fix", "validate", "STORE", "--dry-run")]
    [InlineData("--conformance judges one PATH", "validate", "a", "b", "--conformance")]
    public async Task Wrong_use_is_explained(string error, params string[] args)
    {
        await ConvertAsync("a.zarr");
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {error}\n"), await Run.Of([.. args.Select(arg => arg == "STORE" ? Store : arg)]));
    }

    [Fact]
    public async Task A_name_in_a_store_cannot_steer_the_terminal()
    {
        await ConvertAsync("a.zarr");
        Edit("a.zarr", json => json["attributes"]!["ome"]!["multiscales"]![0]!["axes"]![1]!["name"] = "x\u001b[31m\nerror");
        var run = await Run.Of("validate", Store);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain("\nerror", run.Out, StringComparison.Ordinal);
    }

    private static async Task RequireLineAsync(string path, bool valid, string message)
    {
        var output = await Run.OutputOf("validate", "--conformance", path);
        Assert.Equal(1, output.Count(c => c == '\n'));
        var json = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(["valid", "message"], json.Select(member => member.Key));
        Assert.Equal(valid, (bool)json["valid"]!);
        Assert.Contains(message, (string)json["message"]!, StringComparison.Ordinal);
        Assert.Equal(valid, ((string)json["message"]!).Length == 0);
    }

    private Task<string> ConvertAsync(string store) => Run.OutputOf("convert", TestFiles.Cells, folder[store], "--chunks", "1,2,64,64", "--compression", "none");

    private void Edit(string node, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(folder[$"{node}/zarr.json"]))!.AsObject();
        change(json);
        File.WriteAllText(folder[$"{node}/zarr.json"], json.ToJsonString());
    }
}
