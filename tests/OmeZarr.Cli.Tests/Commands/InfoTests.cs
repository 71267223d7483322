using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class InfoTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Store => folder["a.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_is_told_with_axes_channels_and_levels()
    {
        await ConvertCells();
        Assert.Equal(
            $"""
            {Store}   OME-Zarr 0.5 image "a"
              axes      c channel · z 1.5 µm · y 0.25 µm · x 0.25 µm
              channels  DAPI · GFP
              level 0   2 x 4 x 96 x 128 uint16   chunks 1 x 2 x 64 x 64   uncompressed   16 chunks, 262 kB

            """,
            await Run.OutputOf("info", Store));
    }

    [Theory]
    [InlineData("zarr.json")]
    [InlineData("labels/zarr.json")]
    public async Task A_document_that_is_too_long_to_be_one_is_not_read(string document)
    {
        await ConvertCells();
        Directory.CreateDirectory(Path.Join(Store, "labels"));
        using (var file = File.Create(Path.Join(Store, document)))
        {
            file.SetLength(1L << 31);
        }

        var run = await Run.Of("info", Store);
        var expected = document == "zarr.json"
            ? $"omezarr: {Store}: zarr.json: larger than 268,435,456 bytes; ZarrOptions.MaxDocumentLength sets the limit\n"
            : string.Empty;
        Assert.Equal(expected, run.Error);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1")]
    public async Task An_array_is_told_wherever_its_document_says_that_it_is_one(string value)
    {
        await ConvertCells();
        var document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Join(Store, "0/zarr.json"), Cancel))!.AsObject();
        document.Remove("attributes");
        await File.WriteAllTextAsync(Path.Join(Store, "0/zarr.json"), $$$"""{"attributes":{"a":{{{value}}}},{{{document.ToJsonString()[1..]}}}""", Cancel);
        Assert.Contains("Zarr v3 array", await Run.OutputOf("info", Path.Join(Store, "0")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_has_the_same()
    {
        await ConvertCells();
        var report = JsonNode.Parse(await Run.OutputOf("info", Store, "--json"))!.AsObject();
        Assert.Equal(["path", "version", "type", "name", "axes", "channels", "levels", "contents", "plate", "images", "findings"], report.Select(member => member.Key));
        Assert.Equal("""{"name":"z","type":"space","unit":"micrometer","pixelSize":1.5}""", report["axes"]![1]!.ToJsonString());
        Assert.Equal(
            """{"path":"0","shape":[2,4,96,128],"dataType":"uint16","chunks":[1,2,64,64],"codecs":["bytes"],"storedChunks":16,"storedBytes":262144}""",
            report["levels"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task Chunks_that_are_not_stored_are_not_counted()
    {
        await ConvertCells();
        File.Delete(folder["a.zarr/0/c/0/0/0/0"]);
        Assert.Contains("15 of 16 chunks, 246 kB", await Run.OutputOf("info", Store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_an_image_are_listed()
    {
        await ConvertCells();
        Write("a.zarr/labels", """{"ome":{"version":"0.5","labels":["nuclei","cells"]}}""");
        await Run.OutputOf("convert", TestFiles.Cells, folder["cells.zarr"]);
        Directory.Move(folder["cells.zarr"], folder["a.zarr/labels/cells"]);
        var lines = (await Run.OutputOf("info", Store)).TrimEnd('\n').Split('\n')[^3..];
        Assert.Equal("  labels    nuclei · cells", lines[0]);
        Assert.StartsWith("  labels/nuclei cannot be opened: no Zarr node at /labels/nuclei", lines[1], StringComparison.Ordinal);
        Assert.Equal("  labels/cells \"cells\" 2 x 4 x 96 x 128 uint16 (c, z, y, x)", lines[2]);
    }

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","plate":{"name":"p","rows":[{"name":"A"}],"columns":[{"name":"1"},{"name":"2"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0},{"path":"A/2","rowIndex":0,"columnIndex":1}]}}}""", "OME-Zarr 0.5 plate \"p\"\n  plate     1 row x 2 columns · 2 wells · 0 fields · 2 wells cannot be read\n  wells     A/1 · A/2\n  A/1       cannot be opened: {0}/A/1\n  A/2       cannot be opened: {0}/A/2")]
    [InlineData("""{"ome":{"version":"0.5","well":{"images":[{"path":"0"},{"path":"1"}]}}}""", "OME-Zarr 0.5 well\n  fields    0 · 1\n  0         cannot be opened: {0}/0\n  1         cannot be opened: {0}/1")]
    [InlineData("""{"ome":{"version":"0.5","labels":["a"]}}""", "OME-Zarr 0.5 labels\n  labels    a\n  a         cannot be opened: {0}/a")]
    [InlineData("""{"ome":{"version":"0.5","series":["a"]}}""", "OME-Zarr 0.5 series\n  images    a")]
    [InlineData("""{"ome":{"version":"0.5"}}""", "Zarr v3 group\n  nodes     2 · 10")]
    [InlineData("""{"ome":{"version":"0.5","bioformats2raw.layout":3}}""", "OME-Zarr 0.5 collection (bioformats2raw)\n  nodes     2 · 10")]
    [InlineData("""{"ome":7}""", "Zarr v3 group\n  nodes     2 · 10")]
    [InlineData("{}", "Zarr v3 group\n  nodes     2 · 10")]
    public async Task Groups_that_are_no_images_tell_what_they_hold(string attributes, string expected)
    {
        Write("a.zarr", attributes);
        Write("a.zarr/10", "{}");
        Write("a.zarr/2", "{}");
        Directory.CreateDirectory(folder["a.zarr/no node"]);
        var found = (await Run.OutputOf("info", Store)).Split('\n').Select(line => line.Split(": neither ")[0].Replace("no Zarr node at ", "{0}", StringComparison.Ordinal));
        Assert.Equal($"{Store}   {expected}\n", string.Join('\n', found));
    }

    [Fact]
    public async Task What_is_left_out_is_told_with_its_place()
    {
        await ConvertCells();
        ReplaceIn("a.zarr/zarr.json", "\"version\": \"0.5\"", "\"version\": \"9\"");
        Assert.EndsWith("\n  error     ome.version: must be \"0.5\"; found \"9\"\n", await Run.FindingsOf("info", Store), StringComparison.Ordinal);
        Assert.Equal(1, (await Run.Of("info", Store)).ExitCode);
        var finding = JsonNode.Parse(await Run.FindingsOf("info", Store, "--json"))!["findings"]![0]!;
        Assert.Equal("""{"severity":"error","rule":"version","location":"ome.version"}""", new JsonObject(finding.AsObject().Where(member => member.Key != "message").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString());
    }

    [Fact]
    public async Task Only_chunks_are_counted()
    {
        await ConvertCells();
        foreach (var name in new[] { "zarr.json.bak", "c/0/0/0/0.partial", "c/0/0/0/9", "c/0/0/readme.txt", "d", "1.2.3.4" })
        {
            File.WriteAllText(folder[$"a.zarr/0/{name}"], "text");
        }

        Assert.Contains("   16 chunks, 262 kB", await Run.OutputOf("info", Store), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("omero_window_without_min_max_05", "\n  error     ome.omero.channels[0].window.min: is required but missing\n")]
    [InlineData("04_no_ct", "\n  error     multiscales[0].datasets[0].coordinateTransformations: is required but missing\n")]
    [InlineData("04_missing_level", "\n  error     multiscales[0].datasets[1].path: no Zarr node at /1")]
    [InlineData("05_bad_level1", "\n  error     ome.multiscales[0].datasets[1].path: 1/zarr.json: ")]
    [InlineData("05_unwrapped", "\n  error     0.5 metadata outside ome")]
    [InlineData("plate_noindex", "\n  A/1/0     1 x")]
    [InlineData("bf_noOME", "\n  images    0 · 1\n  0         ")]
    [InlineData("bf_noseries", "\n  images    0 · 1\n  0         ")]
    [InlineData("v01", "OME-Zarr 0.1 image\n")]
    [InlineData("v02", "OME-Zarr 0.2 image \"x\"\n")]
    [InlineData("v03", "OME-Zarr 0.3 image\n")]
    public async Task Stores_that_others_reported_are_told(string name, string expected) =>
        Assert.Contains(expected, await Run.FindingsOf("info", SharedData.PathOrSkip($"cases/stores/{name}.zarr")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","plate":3}}""", "ome.plate  must be an object")]
    [InlineData("""{"ome":{"version":"0.5","plate":{"rows":[],"columns":[]}}}""", "ome.plate.wells  is required but missing")]
    public async Task Metadata_that_cannot_be_understood_names_its_problems(string attributes, string expected)
    {
        Write("a.zarr", attributes);
        var run = await Run.Of("info", Store);
        Assert.Equal((2, string.Empty), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_without_a_list_tells_the_images_that_are_there()
    {
        Write("a.zarr", """{"ome":{"version":"0.5","bioformats2raw.layout":3}}""");
        Write("a.zarr/0", "{}");
        await Run.OutputOf("convert", TestFiles.Cells, folder["a.zarr/1"]);
        var lines = (await Run.OutputOf("info", Store)).Split('\n');
        Assert.Equal($"{Store}   OME-Zarr 0.5 collection (bioformats2raw)", lines[0]);
        Assert.Equal("  images    0 · 1", lines[1]);
        Assert.StartsWith("  0         cannot be opened: group /0 of ", lines[2], StringComparison.Ordinal);
        Assert.Equal("  1         \"1\" 2 x 4 x 96 x 128 uint16 (c, z, y, x)", lines[3]);
    }

    [Fact]
    public async Task A_list_of_labels_that_cannot_be_read_hides_no_labels()
    {
        await ConvertCells();
        Write("a.zarr/labels", """{"ome":{"version":"0.5","labels":7}}""");
        Assert.Contains("\n  error     labels ome.labels: must be a list", await Run.FindingsOf("info", Store), StringComparison.Ordinal);
        await Run.OutputOf("convert", TestFiles.Cells, folder["a.zarr/labels/found"]);
        var output = await Run.FindingsOf("info", Store);
        Assert.Contains("\n  labels    found\n", output, StringComparison.Ordinal);
        Assert.Contains("\n  error     labels ome.labels: must be a list", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_alone_is_told_as_such()
    {
        await ConvertCells();
        Assert.Equal(
            $"{Store}/0   Zarr v3 array\n  array     2 x 4 x 96 x 128 uint16   chunks 1 x 2 x 64 x 64   uncompressed   16 chunks, 262 kB\n",
            await Run.OutputOf("info", $"{Store}/0"));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("end")]
    public async Task Of_a_sharded_array_the_inner_chunks_are_told(string indexLocation)
    {
        var path = TestKit.SharedData.PathOrSkip($"zarr-v3-samples/zarr-java/sharding_index_location/{indexLocation}");
        var expected = "16 x 16 x 16 int32   chunks 16 x 8 x 8   inner chunks 8 x 4 x 8: transpose + blosc(lz4 5, noshuffle)   4 chunks, 17 kB\n";
        Assert.EndsWith(expected, await Run.OutputOf("info", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_array_of_absurd_size_is_told_at_once()
    {
        await ConvertCells();
        ReplaceIn("a.zarr/0/zarr.json", "\"shape\": [\n    2,", "\"shape\": [\n    9223372036854775807,");
        Assert.Contains("9223372036854775807 x 4 x 96 x 128", await Run.OutputOf("info", $"{Store}/0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plate_of_0_4_is_told_like_one_of_0_5()
    {
        WriteOldGroup("", """{"plate":{"version":"0.4","name":"old","rows":[{"name":"A"}],"columns":[{"name":"1"}],"wells":[{"path":"A/1","rowIndex":0,"columnIndex":0}]}}""");
        WriteOldGroup("A", "{}");
        WriteOldGroup("A/1", """{"well":{"version":"0.4","images":[{"path":"0"}]}}""");
        WriteOldImage("A/1/0");
        Assert.Equal(
            $"""
            {folder["old.zarr"]}   OME-Zarr 0.4 plate "old"
              plate     1 row x 1 column · 1 well · 1 field
              wells     A/1
              A/1/0     "cells" 2 x 3 uint16 (y, x)

            """,
            await Run.OutputOf("info", folder["old.zarr"]));
    }

    [Fact]
    public async Task An_image_of_0_4_and_its_arrays_are_told()
    {
        WriteOldImage("");
        WriteOldGroup("labels", """{"labels":["nuclei"]}""");
        WriteOldImage("labels/nuclei");
        Assert.Equal(
            $"""
            {folder["old.zarr"]}   OME-Zarr 0.4 image "cells"
              axes      y 0.5 µm · x 0.25 µm
              level 0   2 x 3 uint16   chunks 2 x 3   uncompressed   1 chunk, 12 bytes
              labels    nuclei
              labels/nuclei "cells" 2 x 3 uint16 (y, x)

            """,
            await Run.OutputOf("info", folder["old.zarr"]));
        Assert.Contains("Zarr v2 array", await Run.OutputOf("info", folder["old.zarr/0"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "no such folder")]
    [InlineData("file", "is a file, not the folder of a Zarr store")]
    [InlineData("plain", "not a Zarr store; there is no zarr.json, .zgroup or .zarray in it")]
    [InlineData("null", "zarr.json: the document is not a JSON object but Null")]
    public async Task What_is_no_store_is_told_in_one_line(string name, string line)
    {
        File.WriteAllText(folder["file"], "text");
        Directory.CreateDirectory(folder["plain"]);
        Directory.CreateDirectory(folder["null"]);
        File.WriteAllText(folder["null/zarr.json"], "null");
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {folder[name]}: {line}\n"), await Run.Of("info", folder[name]));
    }

    [Theory]
    [InlineData("a.zarr/zarr.json", "\"path\": \"0\"", "\"path\": \"1\"", "no Zarr node at /1")]
    [InlineData("a.zarr/zarr.json", "\"path\": \"0\"", "\"path\": \"../b\"", "\n  dataset-path  ome.multiscales[0].datasets[0].path  ")]
    [InlineData("a.zarr/zarr.json", "\"multiscales\": [", "\"multiscales\": [], \"old\": [", "\n  multiscales-empty  ome.multiscales  ")]
    [InlineData("a.zarr/zarr.json", "\"datasets\": [", "\"datasets\": [], \"old\": [", "\n  datasets-empty  ome.multiscales[0].datasets  ")]
    [InlineData("a.zarr/zarr.json", "\"zarr_format\": 3", "\"zarr_format\": 3,,", "zarr.json: not valid JSON")]
    [InlineData("a.zarr/0/zarr.json", "\"bytes\"", "\"packbits\"", "0/zarr.json: the codec \"packbits\"")]
    [InlineData("a.zarr/0/zarr.json", "\"uint16\"", "\"string\"", "0/zarr.json: data_type \"string\" is not supported")]
    public async Task Damaged_stores_are_told_with_their_path(string file, string from, string to, string expected)
    {
        await ConvertCells();
        ReplaceIn(file, from, to);
        var run = await Run.Of("info", Store);
        Assert.Equal((2, string.Empty), (run.ExitCode, run.Out));
        Assert.StartsWith($"omezarr: {Store}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.All(run.Error.TrimEnd('\n').Split('\n').Skip(1), line => Assert.StartsWith("  ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("neuroglancer/simple_0.5", "OME-Zarr 0.5 image \"image\"\n  axes      y 4 nm · x 30 nm\n  level 0   10 x 10 uint16   chunks 10 x 10   uncompressed   1 chunk, 200 bytes")]
    [InlineData("zarr-java/ome/v0.5_hcs", "OME-Zarr 0.5 plate \"test_plate\"\n  plate     2 rows x 2 columns · 1 well · 1 field\n  wells     A/1\n  A/1/0     ")]
    [InlineData("zarr-java/ome/v0.5", "\n  level 1   1 x 2 x 4 x 8 x 8 float32     chunks 1 x 1 x 8 x 16 x 16   zstd 0   2 chunks, 2.1 kB\n  labels    nuclei\n")]
    public async Task Stores_of_other_programs_are_told(string store, string expected) =>
        Assert.Contains(expected, await Run.FindingsOf("info", SharedData.PathOrSkip($"zarr-v3-samples/{store}")), StringComparison.Ordinal);

    private Task<string> ConvertCells() => Run.OutputOf(
        "convert", TestFiles.Cells, Store, "--compression", "none", "--chunks", "1,2,64,64", "--channel-names", "DAPI,GFP");

    private void Write(string group, string attributes)
    {
        Directory.CreateDirectory(folder[group]);
        File.WriteAllText(folder[$"{group}/zarr.json"], $$"""{"zarr_format":3,"node_type":"group","attributes":{{attributes}}}""");
    }

    private void ReplaceIn(string file, string from, string to)
    {
        var text = File.ReadAllText(folder[file]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], text.Replace(from, to, StringComparison.Ordinal));
    }

    private void WriteOldImage(string path)
    {
        WriteOldGroup(path, """
            {"multiscales":[{"version":"0.4","name":"cells","axes":[{"name":"y","type":"space","unit":"micrometer"},{"name":"x","type":"space","unit":"micrometer"}],
            "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[0.5,0.25]}]}]}]}
            """);
        var array = Directory.CreateDirectory(Path.Join(folder["old.zarr"], path, "0")).FullName;
        File.WriteAllText(Path.Join(array, ".zarray"), """{"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null}""");
        File.WriteAllBytes(Path.Join(array, "0.0"), new byte[12]);
    }

    private void WriteOldGroup(string path, string attributes)
    {
        var group = Directory.CreateDirectory(Path.Join(folder["old.zarr"], path)).FullName;
        File.WriteAllText(Path.Join(group, ".zgroup"), """{"zarr_format":2}""");
        File.WriteAllText(Path.Join(group, ".zattrs"), attributes);
    }
}
