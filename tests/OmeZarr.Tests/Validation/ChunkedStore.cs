using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>A small store without any fault, with all its chunks, whose files tests change before they validate it.</summary>
/// <remarks>Its images have two levels of 3 x 2 x 10 x 12 and 3 x 2 x 5 x 6 (t, c, y, x) in chunks of 1 x 1 x 4 x 8.</remarks>
internal sealed class ChunkedStore
{
    private static readonly Shape[] Levels = [[3, 2, 10, 12], [3, 2, 5, 6]];

    private static readonly Shape Chunk = [1, 1, 4, 8];

    private ChunkedStore(string kind, string version) => (Kind, Version) = (kind, version);

    /// <summary>The kinds of stores, with their versions.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "raw 0.5", "blosc 0.5", "crc 0.5", "zstd 0.5", "gzip 0.5", "sharded 0.5", "bare 0.5", "nested 0.5", "plate 0.5", "label 0.5", "raw 0.4", "blosc 0.4", "zlib 0.4", "plate 0.4", "label 0.4",
    ];

    public string Kind { get; }

    public string Version { get; }

    /// <summary>The files by their keys.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public static async Task<ChunkedStore> CreateAsync(string name)
    {
        var store = name.Split(' ') is [var kind, var version] ? new ChunkedStore(kind, version) : throw new ArgumentException(name);
        if (store.Kind == "plate")
        {
            await store.AddPlateAsync();
            return store;
        }

        await store.AddImageAsync(string.Empty, string.Empty, "t c y x", Levels, Chunk);
        if (store.Kind == "label")
        {
            store.AddGroup("labels", """ "labels":["cells"] """);
            await store.AddImageAsync("labels/cells", """ ,"image-label":{"version":"#","source":{"image":"../../"}} """.Replace("#", version, StringComparison.Ordinal), "t y x", [[3, 10, 12], [3, 5, 6]], [1, 4, 8]);
        }

        return store;
    }

    public async Task<MemoryStore> ToStoreAsync()
    {
        var store = new MemoryStore();
        foreach (var (key, content) in Files)
        {
            await store.WriteAsync(key, content);
        }

        return store;
    }

    /// <summary>Deletes all chunks below a node.</summary>
    public void DeleteChunks(string path)
    {
        foreach (var key in Files.Keys.Where(key => key.StartsWith(path, StringComparison.Ordinal) && char.IsAsciiDigit(key[^1])).ToList())
        {
            Files.Remove(key);
        }
    }

    private static string Key(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private void Put(string key, string text) => Files[key] = Encoding.UTF8.GetBytes(text);

    private void AddGroup(string path, string metadata)
    {
        if (Version == "0.4")
        {
            Put(Key(path, ".zgroup"), """{"zarr_format":2}""");
            Put(Key(path, ".zattrs"), $"{{{metadata}}}");
        }
        else
        {
            Put(Key(path, "zarr.json"), metadata.Length == 0
                ? """{"zarr_format":3,"node_type":"group","attributes":{}}"""
                : $$$"""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5",{{{metadata}}} } } }""");
        }
    }

    private async Task AddPlateAsync()
    {
        var version = Version == "0.4" ? "\"version\":\"0.4\"," : string.Empty;
        AddGroup(string.Empty, $$$"""
            "plate":{{{{version}}}"name":"p","field_count":2,"rows":[{"name":"A"},{"name":"B"}],"columns":[{"name":"1"}],
            "wells":[{"path":"A/1","rowIndex":0,"columnIndex":0},{"path":"B/1","rowIndex":1,"columnIndex":0}]}
            """);
        foreach (var row in new[] { "A", "B" })
        {
            AddGroup(row, string.Empty);
            AddGroup($"{row}/1", $$$""" "well":{{{{version}}}"images":[{"path":"0"},{"path":"1"}]} """);
            await AddImageAsync($"{row}/1/0", string.Empty, "t c y x", Levels, Chunk);
            await AddImageAsync($"{row}/1/1", string.Empty, "t c y x", Levels, Chunk);
        }
    }

    private async Task AddImageAsync(string path, string more, string axes, Shape[] levels, Shape chunk)
    {
        string[] names = axes.Split(' ');
        var version = Version == "0.4" ? "\"version\":\"0.4\"," : string.Empty;
        var axesJson = string.Join(',', names.Select(name => $$"""{"name":"{{name}}","type":"{{Type(name)}}"}"""));
        var datasets = string.Join(',', levels.Index().Select(level => $$"""
            {"path":"{{level.Index}}","coordinateTransformations":[{"type":"scale","scale":[{{string.Join(',', names.Select(name => Type(name) == "space" ? 1 + level.Index : 1))}}]}]}
            """));
        AddGroup(path, $$$""" "multiscales":[{{{{version}}}"name":"i","axes":[{{{axesJson}}}],"datasets":[{{{datasets}}}]}]{{{more}}} """);
        foreach (var (i, shape) in levels.Index())
        {
            await AddArrayAsync(Key(path, $"{i}"), shape, chunk, names);
        }
    }

    private static string Type(string axis) => axis switch { "t" => "time", "c" => "channel", _ => "space" };

    private async Task AddArrayAsync(string path, Shape shape, Shape chunk, string[] names)
    {
        var store = new MemoryStore();
        var isShard = Kind is "sharded" or "bare" or "nested";
        var array = await ZarrArray.CreateAsync(store, new StorePrefix(path), new ArrayMetadata
        {
            Shape = shape,
            ChunkShape = isShard ? [1, 2, 4, 8] : chunk,
            DataType = DataType.UInt16,
            ChunkKeyEncoding = Version == "0.4" ? new("v2", '/') : ChunkKeyEncoding.Default,
            Codecs = [.. Codecs(chunk)],
            DimensionNames = names,
        });
        await array.WriteAsync<ushort>(Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)i).ToArray(), Region.Whole(shape));
        await foreach (var key in store.ListAsync(new StorePrefix(path)))
        {
            if (!key.Value.EndsWith("zarr.json", StringComparison.Ordinal) || Version == "0.5")
            {
                Files[key.Value] = (await store.ReadAsync(key.Value))!;
            }
        }

        if (Version == "0.4")
        {
            var compressor = Kind switch
            {
                "blosc" => """{"id":"blosc","cname":"zstd","clevel":5,"shuffle":1,"blocksize":0}""",
                "zlib" => """{"id":"zlib","level":1}""",
                _ => "null",
            };
            Put(Key(path, ".zarray"), $$"""
                {"zarr_format":2,"shape":[{{string.Join(',', shape)}}],"chunks":[{{string.Join(',', chunk)}}],"dtype":"<u2","compressor":{{compressor}},"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}
                """);
        }
    }

    private IEnumerable<NamedConfiguration> Codecs(Shape chunk) => Kind switch
    {
        "blosc" => Of(Codec.Bytes(), Codec.Blosc(2)),
        "crc" => Of(Codec.Bytes(), Codec.Crc32c()),
        "zstd" => Of(Codec.Bytes(), Codec.Zstd(checksum: true)),
        "gzip" => Of(Codec.Bytes(), Codec.Gzip()),
        "zlib" => [.. Of(Codec.Bytes()), new NamedConfiguration("numcodecs.zlib", new JsonObject { ["level"] = 1 })],
        "sharded" => Of(Codec.Sharding(chunk, Codec.Bytes(), Codec.Crc32c())),
        "bare" => [WithoutChecksum(Codec.Sharding(chunk, Codec.Bytes()).ToMetadata())],
        "nested" => Of(Codec.Sharding([1, 1, 4, 8], Codec.Sharding([1, 1, 2, 8], Codec.Bytes(), Codec.Crc32c()))),
        _ => Of(Codec.Bytes()),
    };

    private static IEnumerable<NamedConfiguration> Of(params ICodec[] codecs) => codecs.Select(codec => codec.ToMetadata());

    /// <summary>Shards whose index has no checksum, so that tests can change it.</summary>
    private static NamedConfiguration WithoutChecksum(NamedConfiguration sharding)
    {
        sharding.Configuration!["index_codecs"] = new JsonArray(Codec.Bytes().ToMetadata().ToJson());
        return sharding;
    }
}
