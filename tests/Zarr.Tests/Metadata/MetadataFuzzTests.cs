using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Metadata;

/// <summary>Damaged and random documents: they are read or refused, and refused with one of our own errors.</summary>
public sealed class MetadataFuzzTests
{
    private const string Full = """
        {"zarr_format":3,"node_type":"array","shape":[7,10],"data_type":"float32",
         "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[3,4]}},
         "chunk_key_encoding":{"name":"v2","configuration":{"separator":"/"}},
         "fill_value":"0x7fc00001",
         "codecs":[{"name":"transpose","configuration":{"order":[1,0]}},{"name":"bytes","configuration":{"endian":"big"}},{"name":"zstd","configuration":{"level":3,"checksum":true}},
                   {"name":"gzip","configuration":{"level":5}},"crc32c"],
         "attributes":{"a":[1.5,NaN,"\u00b5",{"b":null}],"c":true},"dimension_names":["y",null],
         "ext":{"must_understand":false,"x":[]},"storage_transformers":[]}
        """;

    private static readonly Gen<ArrayMetadata> AnyArray =
        from rank in Gen.Int[0, 6]
        from shape in Gen.Long[0, long.MaxValue].Array[rank]
        from chunk in Gen.Long[1, long.MaxValue].Array[rank]
        from type in Generators.DataType
        from names in Gen.OneOf(Gen.Const((string?)null), Gen.String.Select(s => (string?)TextOf(s))).Array[rank]
        from hasNames in Gen.Bool
        from key in Gen.OneOf(Gen.Const(ChunkKeyEncoding.Default), Gen.Const(new ChunkKeyEncoding("v2", '.')), Gen.Const(new ChunkKeyEncoding("default", '.')))
        from attribute in Gen.String
        from codecs in Gen.Int[1, 5]
        select new ArrayMetadata
        {
            Shape = Shape.Create(shape),
            ChunkShape = Shape.Create(chunk),
            DataType = type,
            DimensionNames = hasNames ? names : null,
            ChunkKeyEncoding = key,
            Attributes = new JsonObject { [TextOf(attribute)] = TextOf(attribute) },
            Codecs = [.. Enumerable.Range(0, codecs).Select(i => new NamedConfiguration($"codec{i}", i % 2 == 0 ? null : new JsonObject { ["i"] = i }))],
        };

    [Fact]
    public void Whatever_was_written_is_read_back_the_same() =>
        AnyArray.Sample(array => Assert.Equal(array.ToUtf8(), ArrayMetadata.Parse(array.ToUtf8()).ToUtf8()), seed: "000ArrayJson0", iter: 2000);

    [Fact]
    public async Task The_document_that_is_damaged_below_can_be_opened() => Assert.Null(await OpenAsync(Encoding.UTF8.GetBytes(Full)));

    [Fact]
    public async Task Flipped_bytes_give_an_array_or_our_own_error() => await Fuzz(Rounds.Of(3000), DamagedJson.Flip);

    [Fact]
    public async Task Cut_documents_give_our_own_error() => await Fuzz(Rounds.Of(1000), DamagedJson.Cut);

    [Fact]
    public async Task Replaced_tokens_give_an_array_or_our_own_error() => await Fuzz(Rounds.Of(4000), DamagedJson.ReplaceTokens);

    private static string TextOf(string text) => string.Concat(text.EnumerateRunes());

    private static async Task Fuzz(int documents, Func<Random, byte[], byte[]> damage)
    {
        var random = new Random(20260723);
        var refused = 0;
        for (var i = 0; i < documents; i++)
        {
            var document = damage(random, Encoding.UTF8.GetBytes(Full));
            var error = await OpenAsync(document);
            Assert.True(error is null or ZarrException, $"{error}\nfor\n{Encoding.UTF8.GetString(document)}");
            refused += error is null ? 0 : 1;
        }

        Assert.True(refused > documents / 4, $"only {refused} of {documents} documents were refused: they were hardly damaged");
    }

    /// <summary>Opens it as array and as group, touches all that is read late, writes it again.</summary>
    private static async Task<Exception?> OpenAsync(byte[] document)
    {
        var store = new MemoryStore();
        await store.SetAsync(new StoreKey("zarr.json"), document);
        var group = await Record.ExceptionAsync(() => ZarrGroup.OpenAsync(store, StorePrefix.Root));
        var array = await Record.ExceptionAsync(async () =>
        {
            var opened = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            ArrayMetadata.Parse(opened.Metadata.ToUtf8());
            if (opened.Shape.Rank > 0)
            {
                await ((IArraySource)opened).ReadAsync(Empty(opened.Shape.Rank), Memory<byte>.Empty, CancellationToken.None);
            }
        });
        return group is ZarrException ? array : group;
    }

    private static Region Empty(int rank) => new(new long[rank], Shape.Create(new long[rank]));
}
