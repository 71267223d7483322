using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Cli.Tests.Addresses;

/// <summary>Stores at addresses are read and changed by the same commands as folders, with the same words.</summary>
public sealed partial class AddressTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string address = $"memory://{Guid.NewGuid():N}/lab/in.zarr";

    public AddressTests() => MemoryScheme.Register();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => folder["in.zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("info", "IN")]
    [InlineData("info", "IN", "--json")]
    [InlineData("tree", "IN")]
    [InlineData("tree", "IN", "--arrays", "--json")]
    [InlineData("validate", "IN", "--data", "all")]
    [InlineData("validate", "IN", "--json")]
    [InlineData("validate", "IN", "--conformance")]
    [InlineData("set", "IN", "--name", "new", "--dry-run")]
    [InlineData("set", "IN", "--name", "new", "--json")]
    [InlineData("pyramid", "IN", "--pyramid", "3")]
    [InlineData("pyramid", "IN", "--pyramid", "3", "--json")]
    public async Task An_image_at_an_address_is_told_like_that_in_a_folder(params string[] args)
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store, "--pyramid", "none", "--chunks", "1,2,64,64");
        await MemoryScheme.PutAsync(Store, address);
        var expected = await RunAsync(args, Store);
        Assert.InRange(expected.ExitCode, 0, 1);
        Assert.Equal(Comparable(expected, Store), Comparable(await RunAsync(args, address), address));
    }

    [Theory]
    [InlineData("info", "IN")]
    [InlineData("tree", "IN")]
    [InlineData("validate", "IN")]
    [InlineData("validate", "IN", "--fix", "version", "--fix", "well-unlisted")]
    [InlineData("set", "IN", "--image", "A/2", "--scale", "x=3", "--unit", "um")]
    [InlineData("pyramid", "IN", "--pyramid", "2", "--json")]
    public async Task A_plate_at_an_address_is_told_like_that_in_a_folder(params string[] args)
    {
        await MakePlateAsync();
        var expected = await RunAsync(args, Store);
        Assert.InRange(expected.ExitCode, 0, 1);
        Assert.Equal(Comparable(expected, Store), Comparable(await RunAsync(args, address), address));
        Assert.Equal(Comparable(await RunAsync(["validate", "IN", "--json"], Store), Store), Comparable(await RunAsync(["validate", "IN", "--json"], address), address));
    }

    [Fact]
    public async Task Pictures_and_OME_TIFF_are_the_same()
    {
        await MakePlateAsync();
        foreach (var (source, name) in new[] { (Store, "folder"), (address, "address") })
        {
            await Run.OutputOf("thumbnail", source, folder[$"{name}.png"], "--size", "64");
            Assert.Equal(0, (await Run.Of("export", source, folder[$"{name}.ome.tif"], "--image", "A/1/1")).ExitCode);
        }

        Assert.Equal(await File.ReadAllBytesAsync(folder["folder.png"], Cancel), await File.ReadAllBytesAsync(folder["address.png"], Cancel));
        Assert.Equal(new FileInfo(folder["folder.ome.tif"]).Length, new FileInfo(folder["address.ome.tif"]).Length);
        var json = JsonNode.Parse((await Run.Of("export", address, folder["json.ome.tif"], "--image", "A/1/1", "--json")).Out)!;
        Assert.Equal("A/1/1", (string?)json["images"]![0]!["path"]);
    }

    [Fact]
    public async Task A_store_at_an_address_is_converted()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        await MemoryScheme.PutAsync(Store, address);
        var run = await Run.Of("convert", address, folder["out.zarr"], "--shards", "auto", "--name", "a");
        Assert.Equal(0, run.ExitCode);
        await Run.Of("convert", Store, folder["expected.zarr"], "--shards", "auto", "--name", "a");
        string[] Tree(string name) => [.. folder.Files().Where(file => file.StartsWith(name, StringComparison.Ordinal)).Select(file => file[name.Length..] + Convert.ToHexString(File.ReadAllBytes(folder[file])))];
        Assert.Equal(Tree("expected.zarr"), Tree("out.zarr"));
    }

    [Fact]
    public async Task Images_plates_and_collections_are_made_at_an_address_and_added_to()
    {
        var input = TestFiles.WriteGray<byte>(folder["P_A01_s1_w1.tif"], 3, 1, 2, 3);
        var second = TestFiles.WriteGray<byte>(folder["P_A02_s1_w1.tif"], 3, 4, 5, 6);
        foreach (var (name, options) in new (string, string[])[] { ("plate", ["--plate", "auto"]), ("series", ["--series"]) })
        {
            Assert.Equal((0, string.Empty), Ended(await Run.Of(["convert", input, $"{address}/{name}.zarr", .. options])));
            Assert.Equal((0, string.Empty), Ended(await Run.Of(["convert", second, $"{address}/{name}.zarr", "--append", .. options])));
            Assert.Contains("valid", await Run.OutputOf("validate", $"{address}/{name}.zarr"), StringComparison.Ordinal);
        }

        Assert.Equal(["A/1", "A/2"], (await OmePlate.OpenAsync($"{address}/plate.zarr", cancellationToken: Cancel)).Wells.Select(well => well.Path));
        Assert.Equal(["0", "1"], (await OmeCollection.OpenAsync($"{address}/series.zarr", cancellationToken: Cancel)).Paths);
        await Run.OutputOf("convert", input, $"{address}/image.zarr");
        var json = JsonNode.Parse(await Run.OutputOf("convert", second, $"{address}/image.zarr", "--overwrite", "--json"))!;
        Assert.Equal(($"{address}/image.zarr", null), ((string?)json["path"], (long?)json["bytesStored"]));
        var pixels = await (await OmeImage.OpenAsync($"{address}/image.zarr", cancellationToken: Cancel)).Levels[0].ReadAsync<byte>(cancellationToken: Cancel);
        Assert.Equal([4, 5, 6], pixels);
    }

    [Fact]
    public async Task All_stores_below_an_address_are_judged()
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3), Store);
        var lab = address[..^"/in.zarr".Length];
        string[] names = ["b2.zarr", "b10.zarr", "day1/named"];
        foreach (var name in names)
        {
            await MemoryScheme.PutAsync(Store, $"{lab}/{name}");
        }

        var json = JsonNode.Parse(await Run.OutputOf("validate", lab, "--json"))!;
        Assert.Equal(names.Select(name => $"{lab}/{name}"), json["stores"]!.AsArray().Select(store => (string?)store!["path"]));
        Assert.Contains("there is no zarr.json, .zgroup or .zarray in it", (await Run.Of("validate", $"{lab}/lost.zarr")).Out, StringComparison.Ordinal);
        var empty = await Run.Of("validate", $"memory://{Guid.NewGuid():N}/nothing");
        Assert.Equal(2, empty.ExitCode);
        Assert.Contains("not a Zarr store, and there is none below it", empty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_say_how_the_server_is_reached()
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3), Store);
        await MemoryScheme.PutAsync(Store, address);
        await Run.OutputOf("info", address, "--endpoint", "http://localhost:9000", "--anonymous", "--profile", "lab", "--region", "eu-central-1");
        Assert.Equal(new StoreConnection { Endpoint = new Uri("http://localhost:9000"), IsAnonymous = true, Profile = "lab", Region = "eu-central-1" }, MemoryScheme.Connections[address]);
        var run = await Run.Of("convert", address, folder["out.zarr"], "--region", "r");
        Assert.Equal((0, "r"), (run.ExitCode, MemoryScheme.Connections[address].Region));
        Assert.Equal(new Run(2, string.Empty, "omezarr: --endpoint localhost: give the address of a server, such as http://localhost:9000\n"), await Run.Of("info", address, "--endpoint", "localhost"));
        Assert.Contains("--endpoint URL", (await Run.Of("info", "--help")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_URL_is_a_path()
    {
        var input = TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3);
        await Run.OutputOf("convert", new Uri(input).AbsoluteUri, new Uri(Store).AbsoluteUri);
        foreach (var command in new[] { "info", "tree", "validate" })
        {
            Assert.Equal(await Run.OutputOf(command, Store), await Run.OutputOf(command, new Uri(Store).AbsoluteUri));
        }
    }

    [Theory]
    [InlineData(new[] { "info", "ADDRESS", "--endpoint", "http://refuses" }, "403 Forbidden")]
    [InlineData(new[] { "tree", "ADDRESS", "--endpoint", "http://refuses" }, "403 Forbidden")]
    [InlineData(new[] { "set", "ADDRESS", "--name", "x", "--endpoint", "http://refuses" }, "403 Forbidden")]
    [InlineData(new[] { "convert", "ADDRESS", "OUT", "--endpoint", "http://refuses" }, "403 Forbidden")]
    [InlineData(new[] { "set", "ADDRESS", "--name", "x", "--endpoint", "http://is-read-only" }, "ADDRESS is read-only")]
    [InlineData(new[] { "pyramid", "ADDRESS", "--endpoint", "http://is-read-only" }, "ADDRESS is read-only")]
    [InlineData(new[] { "convert", "TIFF", "ADDRESS", "--endpoint", "http://is-read-only" }, "ADDRESS: memory is read-only; give a folder, or the address of a store that takes values")]
    [InlineData(new[] { "convert", "TIFF", "ADDRESS" }, "ADDRESS exists; --overwrite replaces it. Nothing was changed")]
    [InlineData(new[] { "convert", "ADDRESS", "ADDRESS/x.zarr", "--overwrite" }, "ADDRESS/x.zarr is the input ADDRESS or lies in it")]
    [InlineData(new[] { "info", "ADDRESS/nothing" }, "ADDRESS/nothing: not a Zarr store")]
    [InlineData(new[] { "tree", "ADDRESS/nothing" }, "ADDRESS/nothing: not a Zarr store")]
    [InlineData(new[] { "info", "gopher://host/a.zarr" }, "addresses that begin with gopher:// are not known; there is file://, http://, https://")]
    [InlineData(new[] { "convert", "TIFF", "gopher://host/a.zarr" }, "addresses that begin with gopher:// are not known; there is file://, http://, https://")]
    [InlineData(new[] { "thumbnail", "ADDRESS", "s3://bucket/a.png" }, "s3://bucket/a.png: is an address; a picture is written as a local file")]
    [InlineData(new[] { "export", "ADDRESS", "s3://bucket/a.tif" }, "s3://bucket/a.tif: is an address; OME-TIFF is written as a local file")]
    [InlineData(new[] { "info", "http://127.0.0.1:9/cells.zarr" }, "http://127.0.0.1:9/cells.zarr")]
    [InlineData(new[] { "convert", "TIFF", "http://127.0.0.1:9/cells.zarr" }, "http://127.0.0.1:9/cells.zarr: http is read-only; give a folder, or the address of a store that takes values")]
    [InlineData(new[] { "set", "http://me:secret@127.0.0.1:9/cells.zarr?sig=secret", "--name", "x" }, "http://127.0.0.1:9/cells.zarr is read-only")]
    public async Task Errors_are_one_line_that_names_the_address(string[] args, string message)
    {
        var input = TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3);
        await Run.OutputOf("convert", input, Store);
        await MemoryScheme.PutAsync(Store, address);
        string Filled(string text) => text.Replace("ADDRESS", address, StringComparison.Ordinal).Replace("OUT", folder["out.zarr"], StringComparison.Ordinal).Replace("TIFF", text == "TIFF" ? input : "TIFF", StringComparison.Ordinal);
        var run = await Run.Of([.. args.Select(Filled)]);
        Assert.Equal((2, string.Empty), (run.ExitCode, run.Out));
        Assert.Contains(message.Replace("ADDRESS", address, StringComparison.Ordinal), run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("this is a bug", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    private static (int ExitCode, string Error) Ended(Run run) => (run.ExitCode, run.Error);

    private static Task<Run> RunAsync(string[] args, string store) => Run.Of([.. args.Select(arg => arg == "IN" ? store : arg)]);

    /// <summary>Without the place of the store, and without stored chunks, which are counted in folders only.</summary>
    private static string Comparable(Run run, string store) => $"{run.ExitCode} {run.Error} {StoredChunks().Replace(run.Out.Replace(store, "IN", StringComparison.Ordinal), string.Empty)}";

    private async Task MakePlateAsync()
    {
        foreach (var (name, value) in new[] { ("P_A01_s1_w1.tif", 1), ("P_A02_s1_w1.tif", 4) })
        {
            TestFiles.WriteGray<byte>(folder[$"files/{name}"], 3, (byte)value, 2, 3, 4, 5, 6);
        }

        await Run.OutputOf("convert", folder["files"], Store, "--plate", "auto");
        var document = folder["in.zarr/A/1/zarr.json"];
        await File.WriteAllTextAsync(document, (await File.ReadAllTextAsync(document, Cancel)).Replace("\"version\": \"0.5\"", "\"version\": \"v0.5\"", StringComparison.Ordinal), Cancel);
        await MemoryScheme.PutAsync(Store, address);
    }

    [GeneratedRegex("""   \d+ chunks?, .*|"stored(Chunks|Bytes)":[^,}]*""")]
    private static partial Regex StoredChunks();
}
