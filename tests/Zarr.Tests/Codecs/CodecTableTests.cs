using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Metadata.V2;
using Zarr.Stores;
using Zarr.Tests.Codecs.Elements;
using Zarr.Tests.Metadata.V2;

namespace Zarr.Tests.Codecs;

/// <summary>The table in README.md says what the library does.</summary>
public sealed partial class CodecTableTests
{
    // What codecs need in their configuration, where that is something.
    private static readonly Dictionary<string, string> Configurations = new()
    {
        ["transpose"] = """{"order":[0]}""",
        ["sharding_indexed"] = """{"chunk_shape":[4],"codecs":["bytes"],"index_codecs":["bytes","crc32c"]}""",
        ["blosc"] = """{"cname":"zstd","clevel":5,"shuffle":"shuffle"}""",
        ["zstd"] = """{"level":3}""",
        ["gzip"] = """{"level":3}""",
        ["bitround"] = """{"keepbits":8}""",
        ["numcodecs.bitround"] = """{"keepbits":8}""",
        ["cast_value"] = """{"data_type":"int32"}""",
        ["numcodecs.astype"] = """{"encode_dtype":"<i4"}""",
        ["numcodecs.fixedscaleoffset"] = """{"offset":0,"scale":1,"dtype":"<u2","astype":"<i4"}""",
        ["numcodecs.quantize"] = """{"digits":2,"dtype":"<u2","astype":"<f4"}""",
    };

    private static readonly List<Row> Rows = [.. Read()];

    private enum Place
    {
        None,
        Order,
        ByteOrder,
        Compressor,
        Filter,
    }

    [Fact]
    public void Every_codec_of_the_library_is_in_exactly_one_row()
    {
        var names = Rows.SelectMany(row => row.Names).ToList();
        Assert.Equal(CodecRegistry.Default.Names.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_read_is_read()
    {
        foreach (var row in Rows)
        {
            Assert.Equal(row.PlaceInV2 == Place.None ? "v3" : "v3, v2", row.IsRead);
            Assert.All(row.Names, name => Assert.True(row.IsPartOf(Create(name))));
        }
    }

    [Fact]
    public void What_is_written_comes_back_and_what_is_not_written_is_refused()
    {
        foreach (var (row, name) in Rows.SelectMany(row => row.Names.Select(name => (row, name))))
        {
            var type = name == "numcodecs.packbits" ? DataType.Bool : DataType.UInt16;
            var codec = Create(name);
            var elements = new byte[8 * type.Size];
            elements[0] = 1;
            var bound = Chunk.Bind(codec, type, 8);
            var stored = new byte[bound.Output.MaxLength];
            if (row.IsWritten == "no")
            {
                Assert.Equal(name == "numcodecs.quantize" ? "numcodecs.astype" : name, Assert.Throws<UnsupportedFeatureException>(() => bound.Encode(elements, stored)).Feature);
                continue;
            }

            Assert.Equal("v3", row.IsWritten);
            var length = bound.Encode(elements, stored);
            var decoded = new byte[elements.Length];
            Assert.Equal(elements.Length, bound.Decode(stored.AsSpan(0, length), decoded));
            Assert.Equal(elements, decoded);
            Assert.Equal(codec, CodecRegistry.Default.Create(codec.ToMetadata()));
        }
    }

    [Fact]
    public async Task What_Zarr_v2_has_becomes_the_codec_of_its_row()
    {
        foreach (var row in Rows.Where(row => row.PlaceInV2 != Place.None))
        {
            (string, string?)[] changes = row.PlaceInV2 switch
            {
                Place.Order => [("order", "\"F\"")],
                Place.Compressor => [("compressor", Setting(row))],
                Place.Filter => [("filters", $"[{Setting(row)}]"), ("dtype", row.IdInV2 == "packbits" ? "\"|b1\"" : "\"<u2\"")],
                _ => [],
            };
            var store = new MemoryStore();
            await store.PutAsync(".zarray", V2Node.Array(changes));
            var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            Assert.Contains(array.Metadata.Codecs, codec => row.Names.Contains(codec.Name));
        }
    }

    [Fact]
    public void Every_filter_that_an_error_offers_is_in_the_table()
    {
        var error = Assert.Throws<UnsupportedFeatureException>(() => ArrayDocument.Parse(Encoding.UTF8.GetBytes(V2Node.Array(("filters", """[{"id":"x"}]"""))), []));
        var offered = error.Message.Split("there are ")[1].Split(" and ")[0].Split(", ");
        Assert.Equal(Rows.Where(row => row.PlaceInV2 == Place.Filter).Select(row => row.IdInV2).Order(StringComparer.Ordinal), offered.Order(StringComparer.Ordinal));
    }

    private static ICodec Create(string name) => CodecRegistry.Default.Create(
        new NamedConfiguration(name, Configurations.TryGetValue(name, out var json) ? JsonNode.Parse(json)!.AsObject() : null));

    private static string Setting(Row row)
    {
        var json = Configurations.GetValueOrDefault($"numcodecs.{row.IdInV2}") is { } known ? JsonNode.Parse(known)!.AsObject() : [];
        json["id"] = row.IdInV2;
        return json.ToJsonString();
    }

    private static IEnumerable<Row> Read()
    {
        foreach (var line in File.ReadLines(Path.Join(SharedData.RepositoryRoot, "README.md")).SkipWhile(line => line != "## Codecs").Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
            var v2 = cells[2];
            var place = v2.Length == 0 ? Place.None
                : v2.StartsWith("compressor", StringComparison.Ordinal) ? Place.Compressor
                : v2.StartsWith("filter", StringComparison.Ordinal) ? Place.Filter
                : v2.StartsWith("order", StringComparison.Ordinal) ? Place.Order
                : Place.ByteOrder;
            yield return new Row([.. Code().Matches(cells[1]).Select(match => match.Groups[1].Value)], place, Code().Match(v2).Groups[1].Value, cells[3], cells[4]);
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private sealed record Row(string[] Names, Place PlaceInV2, string IdInV2, string IsRead, string IsWritten)
    {
        /// <summary>Whether the codec calls itself by one of the names; <c>quantize</c> is read by another one.</summary>
        public bool IsPartOf(ICodec codec) => Names.Contains(codec.Name) || (Names[0] == "numcodecs.quantize" && codec.Name == "numcodecs.astype");
    }
}
