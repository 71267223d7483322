using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class CopyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_store_is_packed_and_unpacked()
    {
        await MakeAsync("a.zarr");
        Assert.Matches(@"a\.ozx: \d+ values copied \(.*\), \d+ read back and equal", await Run.OutputOf("copy", folder["a.zarr"], folder["a.ozx"], "--verify"));
        var json = JsonNode.Parse(await Run.OutputOf("copy", folder["a.ozx"], folder["b.zarr"], "--json"))!;
        Assert.Equal(Directory.GetFiles(folder["a.zarr"], "*", SearchOption.AllDirectories).Length, json["copied"]!.GetValue<int>());
        foreach (var file in folder.Files().Where(file => file.StartsWith("a.zarr/", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(folder[file]), File.ReadAllBytes(folder[$"b.zarr/{file["a.zarr/".Length..]}"]));
        }
    }

    [Fact]
    public async Task A_resumed_copy_keeps_what_is_there()
    {
        await MakeAsync("a.zarr");
        await Run.OutputOf("copy", folder["a.zarr"], folder["b.zarr"], "--resume");
        Assert.Contains("were there with the same length", await Run.OutputOf("copy", folder["a.zarr"], folder["b.zarr"], "--resume"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--overwrite", "--resume", "choose one")]
    [InlineData("--workers", "0", "at least 1")]
    public async Task Options_that_make_no_sense_are_refused(string first, string second, string message)
    {
        await MakeAsync("a.zarr");
        var run = await Run.Of("copy", folder["a.zarr"], folder["b.zarr"], first, second);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_missing_is_named()
    {
        var run = await Run.Of("copy", folder["a.ozx"], folder["b.zarr"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"there is no archive {folder["a.ozx"]}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_writes_an_archive()
    {
        await MakeAsync("a.zarr");
        await MakeAsync("b.ozx");
        await Run.OutputOf("copy", folder["b.ozx"], folder["c.zarr"]);
        foreach (var file in folder.Files().Where(file => file.StartsWith("a.zarr/0/c/", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(folder[file]), File.ReadAllBytes(folder[$"c.zarr/{file["a.zarr/".Length..]}"]));
        }

        Assert.Contains("exists; --overwrite replaces it", (await Run.Of("convert", TestFiles.Cells, folder["b.ozx"])).Error, StringComparison.Ordinal);
        Assert.Contains("nothing can be added", (await Run.Of("convert", TestFiles.Cells, folder["d.ozx"], "--series", "--append")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_counts_the_chunks_of_an_archive_and_set_names_the_way_out()
    {
        await MakeAsync("a.zarr");
        await Run.OutputOf("copy", folder["a.zarr"], folder["a.ozx"]);
        var (inFolder, inArchive) = (await InfoAsync("a.zarr"), await InfoAsync("a.ozx"));
        Assert.True(inFolder["levels"]![0]!["storedBytes"]!.GetValue<long>() > 0);
        Assert.Equal(inFolder["levels"]!.ToJsonString(), inArchive["levels"]!.ToJsonString());
        Assert.Null(inFolder["remarks"]);
        Assert.Empty(inArchive["remarks"]!.AsArray());
        foreach (var arguments in new string[][] { ["set", folder["a.ozx"], "--name", "b"], ["pyramid", folder["a.ozx"]] })
        {
            var run = await Run.Of(arguments);
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains("omezarr copy", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Info_and_validate_tell_what_is_remarkable_about_an_archive()
    {
        await MakeAsync("a.zarr");
        System.IO.Compression.ZipFile.CreateFromDirectory(folder["a.zarr"], folder["deep.zip"], System.IO.Compression.CompressionLevel.NoCompression, includeBaseDirectory: true);
        var remark = (string)Assert.Single((await InfoAsync("deep.zip"))["remarks"]!.AsArray())!;
        Assert.Contains("a.zarr", remark, StringComparison.Ordinal);
        Assert.Contains($"  archive   {remark}", await Run.OutputOf("info", folder["deep.zip"]), StringComparison.Ordinal);
        Assert.Contains($"  archive  {remark}", await Run.OutputOf("validate", folder["deep.zip"]), StringComparison.Ordinal);
        var judged = JsonNode.Parse(await Run.OutputOf("validate", folder["deep.zip"], "--json"))!["stores"]![0]!;
        Assert.Equal(remark, (string?)judged["remarks"]![0]);
        Assert.DoesNotContain(remark, await Run.OutputOf("validate", folder["deep.zip"], "--quiet"), StringComparison.Ordinal);
    }

    private async Task<JsonNode> InfoAsync(string name) => JsonNode.Parse(await Run.OutputOf("info", folder[name], "--json"))!;

    private Task<string> MakeAsync(string name) => Run.OutputOf("convert", TestFiles.Cells, folder[name]);
}
