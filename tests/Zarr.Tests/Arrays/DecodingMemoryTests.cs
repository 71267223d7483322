using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays;

/// <summary>How many chunks are being decoded at the same time when each takes much memory, whoever reads.</summary>
public sealed class DecodingMemoryTests
{
    private const int ChunkLength = BufferSizes.UncountedDecoding < 4096 ? 4096 : BufferSizes.UncountedDecoding;

    public static TheoryData<string, Func<ZarrArray, Task>> Readers() => new()
    {
        { "plain", array => array.ReadAsync<byte>(new Region([0, 100], [16, 1])) },
        { "sharded", array => array.ReadAsync<byte>(new Region([0, 100], [16, 1])) },
        { "plain", array => array[.., Slice.Step(.., ChunkLength / 4)].ReadAsync<byte>() },
        { "plain", array => array.WriteAsync<byte>(new byte[16], new Region([0, 100], [16, 1])) },
        { "plain", array => Task.WhenAll(Enumerable.Range(0, 16).Select(row => Task.Run(() => array.ReadAsync<byte>(new Region([row, 100], [1, 1]))))) },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Workers_of_all_calls_together_keep_within_the_budget(string layout, Func<ZarrArray, Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var watch = new Watch();
        await read(await OpenAsync(layout, watch, 1));
        Assert.Equal(1, watch.Most);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_budget_for_several_lets_several_go_on(string layout, Func<ZarrArray, Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var watch = new Watch { Patience = TimeSpan.FromSeconds(30) }; // a busy machine gives threads late
        await read(await OpenAsync(layout, watch, 4L * 8 * ChunkLength));
        Assert.InRange(watch.Most, 2, 16);
    }

    [Fact]
    public void It_is_2_GiB_unless_said_otherwise()
    {
        Assert.Equal(2L << 30, ZarrOptions.Default.MaxDecodingLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZarrOptions { MaxDecodingLength = 0 });
    }

    private static async Task<ZarrArray> OpenAsync(string layout, Watch watch, long budget)
    {
        NamedConfiguration[] codecs = [new BytesCodec().ToMetadata(), new("watched")];
        var options = new ZarrOptions
        {
            Codecs = CodecRegistry.Default.With("watched", _ => new WatchedCodec(watch)),
            MaxDegreeOfParallelism = 4,
            MaxDecodingLength = budget,
        };
        var store = new MemoryStore();
        var metadata = new ArrayMetadata
        {
            Shape = [16, ChunkLength],
            DataType = DataType.UInt8,
            ChunkShape = [1, ChunkLength],
            Codecs = layout == "plain" ? codecs : [new ShardingCodec([1, ChunkLength / 2], new BytesCodec(), new WatchedCodec(watch)).ToMetadata()],
        };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata, options);
        await array.WriteAsync<byte>(SampleBytes.Make(SampleKind.Random, 16 * ChunkLength), Region.Whole(array.Shape));
        watch.Most = 0;
        return array;
    }

    /// <summary>Counts who is decoding; each waits for another one to come, unless two have met already.</summary>
    private sealed class Watch
    {
        private readonly Lock gate = new();
        private int inside;

        internal int Most { get; set; }

        /// <summary>How long each waits.</summary>
        internal TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(20);

        internal void Enter()
        {
            lock (gate)
            {
                Most = Math.Max(Most, ++inside);
            }

            SpinWait.SpinUntil(() => HaveMet, Patience);
        }

        private bool HaveMet
        {
            get
            {
                lock (gate)
                {
                    return Most > 1;
                }
            }
        }

        internal void Leave()
        {
            lock (gate)
            {
                inside--;
            }
        }
    }

    private sealed record WatchedCodec(Watch Watch) : ICodec
    {
        public string Name => "watched";

        public CodecKind Kind => CodecKind.BytesToBytes;

        public NamedConfiguration ToMetadata() => new(Name);

        public IBoundCodec Bind(CodecInput input) => new Bound(Watch, input);

        private sealed class Bound(Watch watch, CodecInput input) : IBoundCodec
        {
            public string Name => "watched";

            public bool IsIdentity => false;

            public CodecInput Output => input;

            public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
            {
                source.CopyTo(destination);
                return source.Length;
            }

            public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
            {
                watch.Enter();
                source.CopyTo(destination);
                watch.Leave();
                return source.Length;
            }
        }
    }
}
