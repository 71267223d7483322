using System.Text.Json;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary><c>omezarr convert --batch</c>.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rows_are_converted_with_their_options_and_failures_are_collected()
    {
        var list = Write($"""
            input,output,name,pyramid,series
            {TestFiles.Cells},{folder["a.zarr"]},"cells, old",2,
            {folder["missing.tif"]},{folder["b.zarr"]},,,

            {TestFiles.Cells};{TestFiles.Cells},{folder["c.zarr"]},,,yes
            {TestFiles.Cells},{folder["d.zarr"]},,many,
            """);
        var run = await Run.Of("convert", "--batch", list, "--compression", "gzip", "--json");
        Assert.Equal(2, run.ExitCode);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal((2, 2), (json.RootElement.GetProperty("converted").GetInt32(), json.RootElement.GetProperty("failed").GetInt32()));
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["converted", "failed", "converted", "failed"], rows.Select(row => row.GetProperty("state").GetString()));
        Assert.Equal([2, 3, 5, 6], rows.Select(row => row.GetProperty("line").GetInt32()));
        Assert.EndsWith("missing.tif: no such file", rows[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("--pyramid many", rows[3].GetProperty("error").GetString(), StringComparison.Ordinal);
        var document = File.ReadAllText(folder["a.zarr/zarr.json"]);
        Assert.Contains("\"cells, old\"", document, StringComparison.Ordinal);
        Assert.Contains("gzip", File.ReadAllText(folder["a.zarr/1/zarr.json"]), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["c.zarr/1/zarr.json"]));
    }

    [Fact]
    public async Task The_table_ends_with_a_sum()
    {
        var list = Write($"output,input\n{folder["a.zarr"]},{TestFiles.Cells}\n");
        Assert.Equal($"  line 2  converted  {folder["a.zarr"]}\n1 of 1 row converted, 0 failed\n", await Run.OutputOf("convert", "--batch", list, "--resume"));
    }

    [Theory]
    [InlineData("input,output\n", "expected a row with the names of columns")]
    [InlineData("input,name\na,b\n", "there is no column \"output\"")]
    [InlineData("input,output\na\n", "line 2 has 1 cells, the first row has 2")]
    [InlineData("input,output\n\"a,b\n", "a quotation mark in line 2 or below is not closed")]
    public async Task A_wrong_list_is_told(string text, string expected)
    {
        var run = await Run.Of("convert", "--batch", Write(text));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_beside_a_list_are_refused() =>
        Assert.Contains("leave out INPUT and OUTPUT", (await Run.Of("convert", "a", "b", "--batch", "c")).Error, StringComparison.Ordinal);

    private string Write(string text)
    {
        File.WriteAllText(folder["list.csv"], text);
        return folder["list.csv"];
    }
}
