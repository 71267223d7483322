using System.IO.Compression;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Tests.Metadata.V2;

namespace Zarr.Tests;

/// <summary>Nodes of Zarr v2, which are read but not written.</summary>
public sealed class ZarrV2Tests
{
    private static readonly StorePrefix A = new("a");

    private readonly CountingStore store = new();

    [Fact]
    public async Task An_array_is_opened_with_three_requests_and_read()
    {
        await store.PutAsync("a/.zarray", V2Node.Array());
        await store.PutAsync("a/.zattrs", """{"_ARRAY_DIMENSIONS":["y","x"],"unit":"\u00b5m"}""");
        await store.PutRampAsync("a/", '.');
        store.Clear();

        var array = await ZarrArray.OpenAsync(store, A);
        Assert.Equal(["a/zarr.json", "a/.zarray", "a/.zattrs"], store.Log.Select(request => request.Key));
        Assert.Equal((2, "4 x 6", DataType.UInt16), (array.ZarrFormat, array.Shape.ToString(), array.DataType));
        Assert.Equal(["y", "x"], array.Metadata.DimensionNames);
        Assert.Equal("µm", array.Attributes["unit"]!.GetValue<string>());
        Assert.Equal(V2Node.Ramp, await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_group_is_opened_with_its_attributes_and_what_is_below()
    {
        await store.PutAsync(".zgroup", """{"zarr_format":2}""");
        await store.PutAsync(".zattrs", """{"multiscales":[]}""");
        await store.PutAsync(".zmetadata", "not even JSON");
        await store.PutAsync("g/.zgroup", """{"zarr_format":2}""");
        await store.PutAsync("g/a/.zarray", V2Node.Array());
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        Assert.Equal((2, """{"multiscales":[]}"""), (group.ZarrFormat, group.Attributes.ToJsonString()));
        Assert.Empty((await group.OpenGroupAsync("g")).Attributes);
        Assert.Equal(2, (await group.OpenArrayAsync("g/a")).ZarrFormat);
    }

    [Fact]
    public async Task Where_both_formats_are_the_newer_one_counts()
    {
        await ZarrArray.CreateAsync(store, A, V3Metadata);
        await store.PutAsync("a/.zarray", V2Node.Array());
        store.Clear();
        var array = await ZarrArray.OpenAsync(store, A);
        Assert.Equal((3, "1"), (array.ZarrFormat, array.Shape.ToString()));
        Assert.Single(store.Log);
        await store.PutAsync(".zgroup", """{"zarr_format":2}""");
        Assert.Equal(3, (await ZarrGroup.OpenAsync(store, StorePrefix.Root)).ZarrFormat);
    }

    [Fact]
    public async Task What_is_missing_and_what_is_of_the_other_kind_are_told_apart()
    {
        await store.PutAsync("g/.zgroup", """{"zarr_format":2}""");
        await store.PutAsync("a/.zarray", V2Node.Array());
        await store.PutAsync("folder/something", string.Empty);
        Assert.Equal("g/.zgroup: expected .zarray, found .zgroup", (await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrArray.OpenAsync(store, new("g")))).Message);
        Assert.Equal("a/.zarray: expected .zgroup, found .zarray", (await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrGroup.OpenAsync(store, A))).Message);
        var missing = await Assert.ThrowsAsync<NodeNotFoundException>(() => ZarrArray.OpenAsync(store, new("folder")));
        Assert.StartsWith("no Zarr node at /folder: neither folder/zarr.json nor folder/.zarray exists in ", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => ZarrGroup.OpenAsync(store, new("folder")));
    }

    [Theory]
    [InlineData(".zarray", "[]", "a/.zarray: the document is not a JSON object but Array")]
    [InlineData(".zattrs", "{", "a/.zattrs: not valid JSON at line 1, byte 2")]
    [InlineData(".zarray", """{"zarr_format":2}""", "a/.zarray: the member shape is missing")]
    public async Task An_invalid_document_is_named(string document, string text, string message)
    {
        await store.PutAsync("a/.zarray", V2Node.Array());
        await store.PutAsync($"a/{document}", text);
        var error = await Assert.ThrowsAsync<InvalidMetadataException>(() => ZarrArray.OpenAsync(store, A));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_supported_names_the_document()
    {
        await store.PutAsync("a/.zarray", V2Node.Array(("compressor", """{"id":"bz2"}""")));
        var codec = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ZarrArray.OpenAsync(store, A));
        Assert.StartsWith("a/.zarray: the codec \"numcodecs.bz2\" is not supported", codec.Message, StringComparison.Ordinal);

        await store.PutAsync("a/.zarray", V2Node.Array());
        var chunk = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => ZarrArray.OpenAsync(store, A, new ZarrOptions { MaxChunkLength = 1 }));
        Assert.StartsWith("a/.zarray: a chunk of", chunk.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_to_a_node_of_version_2()
    {
        await store.PutAsync("g/.zgroup", """{"zarr_format":2}""");
        await store.PutAsync("g/a/.zarray", V2Node.Array());
        var group = await ZarrGroup.OpenAsync(store, new("g"));
        var array = await group.OpenArrayAsync("a");
        store.Clear();
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => array.WriteAsync<ushort>(V2Node.Ramp, Region.Whole(array.Shape)));
        Assert.Equal("array /g/a is of Zarr v2, which can only be read; copy it to a new array to change it", error.Message);
        await Assert.ThrowsAsync<NotSupportedException>(() => group.ReplaceAttributesAsync([]));
        await Assert.ThrowsAsync<NotSupportedException>(() => ZarrArray.CreateAsync(store, new("g/b"), V3Metadata));
        await Assert.ThrowsAsync<NotSupportedException>(() => ZarrGroup.CreateAsync(store, new("g/a/c")));
        await Assert.ThrowsAsync<NotSupportedException>(() => ZarrGroup.CreateAsync(store, new("g")));
        Assert.Equal(0, store.Writes);
    }

    [Fact]
    public async Task Chunks_in_the_order_F_are_read()
    {
        await store.PutAsync(".zarray", V2Node.Array(("order", "\"F\""), ("shape", "[2,3]"), ("dtype", "\">i2\"")));
        await store.SetAsync(new StoreKey("0.0"), new byte[] { 0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6 });
        Assert.Equal([1, 2, 3, 4, 5, 6], await (await ZarrArray.OpenAsync(store, StorePrefix.Root)).ReadAsync<short>());
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Compressed_chunks_are_read(string compressor)
    {
        await store.PutAsync(".zarray", V2Node.Array(("compressor", $$"""{"id":"{{compressor}}","level":1}""")));
        var chunk = new byte[] { 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0 };
        await store.SetAsync(new StoreKey("1.1"), Compress(compressor, chunk));
        var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
        Assert.Equal([1, 2, 3, 4, 5, 6], await array.ReadAsync<ushort>(new Region([2, 3], [2, 3])));
    }

    [Fact]
    public async Task A_scalar_and_an_array_with_a_zero_length_are_read()
    {
        await store.PutAsync("s/.zarray", V2Node.Array(("shape", "[]"), ("chunks", "[]"), ("fill_value", "7")));
        await store.PutAsync("z/.zarray", V2Node.Array(("shape", "[0,6]")));
        var scalar = await ZarrArray.OpenAsync(store, new("s"));
        Assert.Equal([7], await scalar.ReadAsync<ushort>());
        await store.SetAsync(new StoreKey("s/0"), new byte[] { 9, 0 });
        Assert.Equal([9], await scalar.ReadAsync<ushort>());
        Assert.Empty(await (await ZarrArray.OpenAsync(store, new("z"))).ReadAsync<ushort>());
    }

    private static byte[] Compress(string compressor, byte[] chunk)
    {
        if (compressor is "lz4" or "zstd")
        {
            ICodec codec = compressor == "lz4" ? new Lz4Codec() : new ZstdCodec();
            var bound = codec.Bind(new CodecInput([chunk.Length], DataType.UInt8, chunk.Length));
            var encoded = new byte[bound.Output.MaxLength];
            return encoded[..bound.Encode(chunk, encoded)];
        }

        using var memory = new MemoryStream();
        using (Stream stream = compressor == "zlib" ? new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(chunk);
        }

        return memory.ToArray();
    }

    private static ArrayMetadata V3Metadata { get; } = new()
    {
        Shape = [1],
        ChunkShape = [1],
        DataType = DataType.UInt8,
        Codecs = [new BytesCodec().ToMetadata()],
    };
}
