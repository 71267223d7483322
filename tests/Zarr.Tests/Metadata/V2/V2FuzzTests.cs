using System.Text;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Metadata.V2;

/// <summary>Damaged documents of Zarr v2: they are read or refused, and refused with one of our own errors.</summary>
public sealed class V2FuzzTests
{
    private const string Attributes = """{"_ARRAY_DIMENSIONS":["y","x"],"a":[1.5,NaN,"\u00b5",{"b":null}],"c":true}""";

    private static readonly string[] Arrays =
    [
        V2Node.Array(("dtype", "\">f4\""), ("fill_value", "NaN"), ("order", "\"F\""), ("dimension_separator", "\"/\""), ("filters", "[]"),
            ("compressor", """{"id":"blosc","cname":"lz4","clevel":5,"shuffle":-1,"blocksize":0}""")),
        V2Node.Array(("dtype", "\"|b1\""), ("fill_value", "1"), ("compressor", """{"id":"zstd","level":"3","checksum":false}""")),
        V2Node.Array(("dtype", "\"<i8\""), ("fill_value", "-5.0"), ("compressor", """{"id":"zlib","level":1}""")),
        V2Node.Array(("dtype", "\">i4\""), ("fill_value", "\"7\""), ("filters", """[{"id":"delta","dtype":">i4","astype":">i8"},{"id":"shuffle","elementsize":8},{"id":"crc32","location":"end"}]""")),
        V2Node.Array(("dtype", "\"<f4\""), ("filters", """[{"id":"fixedscaleoffset","offset":1.5,"scale":10,"dtype":"<f4","astype":"|u1"},{"id":"astype","encode_dtype":"<i2","decode_dtype":"|u1"}]""")),
        V2Node.Array(("dtype", "\"<c8\""), ("fill_value", "[0.0,1.0]"), ("compressor", """{"id":"lz4","acceleration":1}""")),
    ];

    public static TheoryData<string> Damages => [nameof(DamagedJson.Flip), nameof(DamagedJson.Cut), nameof(DamagedJson.ReplaceTokens)];

    [Fact]
    public async Task The_documents_that_are_damaged_below_can_be_opened()
    {
        foreach (var array in Arrays)
        {
            Assert.Null(await OpenAsync(Encoding.UTF8.GetBytes(array), Encoding.UTF8.GetBytes(Attributes)));
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_arrays_are_read_or_refused(string damage) => await Fuzz(damage, (array, _, damaged) => (damaged(array), Encoding.UTF8.GetBytes(Attributes)));

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_attributes_are_read_or_refused(string damage) => await Fuzz(damage, (array, attributes, damaged) => (array, damaged(attributes)));

    private static async Task Fuzz(string damage, Func<byte[], byte[], Func<byte[], byte[]>, (byte[] Array, byte[] Attributes)> choose)
    {
        var documents = Rounds.Of(2500);
        var random = new Random(20260724);
        var refused = 0;
        for (var i = 0; i < documents; i++)
        {
            var (array, attributes) = choose(Encoding.UTF8.GetBytes(Arrays[i % Arrays.Length]), Encoding.UTF8.GetBytes(Attributes), bytes => Damage(damage, random, bytes));
            var error = await OpenAsync(array, attributes);
            Assert.True(error is null or ZarrException, $"{error}\nfor\n{Encoding.UTF8.GetString(array)}\n{Encoding.UTF8.GetString(attributes)}");
            refused += error is null ? 0 : 1;
        }

        Assert.True(refused > documents / 5, $"only {refused} of {documents} documents were refused: they were hardly damaged");
    }

    private static byte[] Damage(string kind, Random random, byte[] bytes) => kind switch
    {
        nameof(DamagedJson.Flip) => DamagedJson.Flip(random, bytes),
        nameof(DamagedJson.Cut) => DamagedJson.Cut(random, bytes),
        _ => DamagedJson.ReplaceTokens(random, bytes),
    };

    /// <summary>Opens it, reads a small region of it, and has it written as v3.</summary>
    private static async Task<Exception?> OpenAsync(byte[] array, byte[] attributes)
    {
        var store = new MemoryStore();
        await store.SetAsync(new StoreKey(".zarray"), array);
        await store.SetAsync(new StoreKey(".zattrs"), attributes);
        return await Record.ExceptionAsync(async () =>
        {
            var opened = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            ArrayMetadata.Parse(opened.Metadata.ToUtf8());
            var region = new Region(new long[opened.Shape.Rank], [.. opened.Shape.Select(length => Math.Min(length, 2))]);
            if (region.Rank <= 8)
            {
                await ((IArraySource)opened).ReadAsync(region, new byte[region.Shape.ElementCount * opened.DataType.Size], CancellationToken.None);
            }
        });
    }
}
