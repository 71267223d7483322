using Blosc;
using TestKit;
using Xunit;
using Zarr.Arrays;
using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Blocks;

/// <summary>A damaged chunk of 16 blocks, one for each plane, of which one plane is read.</summary>
public sealed class DamagedBlockTests
{
    private static readonly StoreKey Key = new("c/0/0/0");
    private static readonly Shape Shape = [16, 16, 16];
    private static readonly ushort[] Content = [.. Enumerable.Range(0, (int)Shape.ElementCount).Select(i => (ushort)(i / 3))];

    public static TheoryData<string, bool> Stores { get; } = new MatrixTheoryData<string, bool>(["opened", "versions", "neither"], [false, true]);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Only_blocks_that_are_needed_must_be_intact(string kind, bool isCached)
    {
        var store = Create(kind);
        var (array, chunk) = await WrittenAsync(store, isCached);
        var (offset, length) = BloscBlockTable.Read(chunk).PlaceOf(5);
        chunk.AsSpan(offset, length).Fill(0xff);
        await store.SetAsync(Key, chunk);
        Assert.Equal(Content[(4 * 256)..(5 * 256)], await ReadAsync(array, 4));
        Assert.Equal(Content[(6 * 256)..(7 * 256)], await ReadAsync(array, 6));
        var damage = await Assert.ThrowsAsync<CorruptDataException>(() => ReadAsync(array, 5));
        Assert.Contains("block 5", damage.Message, StringComparison.Ordinal);
        Assert.Equal((Key.Value, "blosc"), (damage.Key, damage.Codec));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_block_that_is_said_to_lie_outside_the_chunk_is_named(string kind, bool isCached)
    {
        var store = Create(kind);
        var (array, chunk) = await WrittenAsync(store, isCached);
        BitConverter.TryWriteBytes(chunk.AsSpan(BloscHeader.Length + (5 * sizeof(int))), int.MaxValue);
        await store.SetAsync(Key, chunk);
        Assert.Equal(Content[(4 * 256)..(5 * 256)], await ReadAsync(array, 4));
        var damage = await Assert.ThrowsAsync<CorruptDataException>(() => ReadAsync(array, 5));
        Assert.Contains("block 5", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_damaged_byte_of_the_head_gives_the_plane_or_an_error(string kind, bool isCached)
    {
        var store = Create(kind);
        var (array, chunk) = await WrittenAsync(store, isCached);
        var (right, errors) = (0, 0);
        for (var at = 0; at < BloscHeader.Length + (16 * sizeof(int)); at++)
        {
            var damaged = chunk.ToArray();
            damaged[at] ^= 0x15;
            await store.SetAsync(Key, damaged);
            try
            {
                right += (await ReadAsync(array, 9)).AsSpan().SequenceEqual(Content.AsSpan(9 * 256, 256)) ? 1 : 0;
            }
            catch (ZarrException)
            {
                errors++;
            }
        }

        Assert.InRange(right, 40, 80);
        Assert.InRange(errors, 8, 40);
    }

    [Fact]
    public async Task A_chunk_that_is_cut_short_is_an_error()
    {
        foreach (var kind in new[] { "opened", "neither" })
        {
            var store = Create(kind);
            var (array, chunk) = await WrittenAsync(store, isCached: false);
            for (var length = 0; length < chunk.Length; length += 13)
            {
                await store.SetAsync(Key, chunk.AsMemory(0, length));
                await Assert.ThrowsAsync<CorruptDataException>(() => ReadAsync(array, 2));
            }
        }
    }

    [Fact]
    public async Task Random_damage_and_random_boxes_give_elements_or_an_error_of_damaged_data()
    {
        var (array, chunk) = await WrittenAsync(new MemoryStore(), isCached: false);
        var random = new Random(7);
        var (refused, found) = (0, new byte[Shape.ElementCount * 2]);
        for (var i = 0; i < Rounds.Of(20_000); i++)
        {
            var damaged = chunk.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                damaged[random.Next(3) == 0 ? random.Next(damaged.Length) : random.Next(100)] = (byte)random.Next();
            }

            var box = Generators.RegionOf(Shape, [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())]);
            var target = new RegionTarget<byte>(found.AsMemory(0, (int)box.Shape.ElementCount * 2), box.Shape, new FillPattern(DataType.UInt16, [0, 0]));
            try
            {
                var length = random.Next(10) == 0 ? random.Next(damaged.Length) : damaged.Length;
                BoxDecoder.Decode(array.Codecs, BlockLimits.Tiny, damaged.AsSpan(0, length), new BoxRequest(box, Region.Whole(box.Shape), target));
            }
            catch (Exception error) when (error is CorruptDataException or UnsupportedFeatureException { Feature: "snappy" })
            {
                refused++;
            }
        }

        Assert.InRange(refused, Rounds.Of(5000), Rounds.Of(20_000) - 1);
    }

    private static IWritableStore Create(string kind) => kind switch
    {
        "opened" => new PiecewiseStore(),
        "versions" => new MemoryStore(),
        _ => new UnlistableStore(new MemoryStore()),
    };

    private static Task<ushort[]> ReadAsync(ZarrArray array, int z) => array.ReadAsync<ushort>(new Region([z, 0, 0], [1, 16, 16]));

    private static async Task<(ZarrArray Array, byte[] Chunk)> WrittenAsync(IWritableStore store, bool isCached)
    {
        var metadata = new ArrayMetadata
        {
            Shape = Shape,
            ChunkShape = Shape,
            DataType = DataType.UInt16,
            Codecs = [new BytesCodec().ToMetadata(), new BloscCodec(2) { BlockSize = 512, Level = 1 }.ToMetadata()],
        };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata, TinyBlocks.Options(isCached ? 1 << 20 : 0));
        await array.WriteAsync<ushort>(Content, Region.Whole(Shape));
        using var chunk = await store.GetAsync(Key);
        return (array, chunk!.Memory.ToArray());
    }
}
