using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Acquiring;

public sealed class OmeAcquisitionTests : IDisposable
{
    private const int Height = 6;
    private const int Width = 8;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => folder["a.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Readers_open_the_image_before_the_first_frame_and_see_stored_frames()
    {
        await using var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(AcquisitionDimension.Time()), Cancel);
        Assert.Equal([1, Height, Width], (await OmeImage.OpenAsync(Root, cancellationToken: Cancel)).Levels[0].Shape);
        await acquisition.AppendAsync(Frame(1), cancellationToken: Cancel);
        await acquisition.AppendAsync(Frame(2), cancellationToken: Cancel);
        await acquisition.CompleteAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 2).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task The_view_shows_frames_that_are_only_in_memory()
    {
        await using var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(AcquisitionDimension.Time() with { Chunk = 4 }), Cancel);
        for (var i = 1; i <= 6; i++)
        {
            await acquisition.AppendAsync(Frame(i), cancellationToken: Cancel);
            Assert.Equal(Enumerable.Range(1, i).SelectMany(Frame), await ReadAsync(acquisition.View()));
        }

        var latest = new ushort[Height * Width];
        Assert.Equal([5], acquisition.CopyLatest(latest.AsSpan())!.Value);
        Assert.Equal(Frame(6), latest);
        Assert.Equal(6, acquisition.Progress.FramesAppended);
    }

    [Fact]
    public async Task Frames_come_in_every_form()
    {
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(AcquisitionDimension.Time(5)), Cancel))
        {
            var grid = new ushort[Height, Width];
            Buffer.BlockCopy(Frame(1), 0, grid, 0, Height * Width * 2);
            await acquisition.AppendAsync(grid, cancellationToken: Cancel);
            await acquisition.AppendAsync<byte>(MemoryMarshal.AsBytes<ushort>(Frame(2)).ToArray(), cancellationToken: Cancel);
            await AppendNativeAsync(acquisition, Frame(3));
            Assert.Equal(2, await acquisition.AppendManyAsync<ushort>(new ushort[][] { Frame(4), Frame(5) }.SelectMany(frame => frame).ToArray(), cancellationToken: Cancel));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await acquisition.AppendAsync(Frame(6), cancellationToken: Cancel));
            await Assert.ThrowsAsync<ArgumentException>(async () => await acquisition.AppendAsync(new float[Height * Width], cancellationToken: Cancel));
            await Assert.ThrowsAsync<ArgumentException>(async () => await acquisition.AppendAsync(new ushort[3], cancellationToken: Cancel));
        }

        Assert.Equal(Enumerable.Range(1, 5).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task Metadata_of_frames_and_of_the_whole_are_attributes()
    {
        var settings = Settings(AcquisitionDimension.Time()) with { Metadata = new JsonObject { ["microscope"] = "scope 7" } };
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, settings, Cancel))
        {
            await acquisition.AppendAsync(Frame(1), new FrameMetadata { DeltaT = 0.5, ExposureTime = 0.01, PositionX = 3, Extra = new JsonObject { ["laser"] = 4 } }, Cancel);
            acquisition.SetMetadata("operator", "somebody");
            Assert.Throws<ArgumentException>(() => acquisition.SetMetadata("ome", 1));
        }

        var attributes = (await ZarrGroup.OpenAsync(Root, cancellationToken: Cancel)).Attributes;
        Assert.Equal("scope 7", attributes["microscope"]!.GetValue<string>());
        Assert.Equal("somebody", attributes["operator"]!.GetValue<string>());
        Assert.Equal("""[{"laser":4,"delta_t":0.5,"exposure_time":0.01,"position_x":3,"storage_index":[0]}]""", attributes["ome_writers"]!["frame_metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Positions_without_frames_have_no_image()
    {
        var settings = Settings(AcquisitionDimension.Position(new("a"), new("b"), new("c")), AcquisitionDimension.Time(4));
        await using var acquisition = await OmeAcquisition.BeginAsync(Root, settings, Cancel);
        for (var i = 0; i < 6; i++)
        {
            await acquisition.AppendAsync(Frame(i), cancellationToken: Cancel);
        }

        var report = await acquisition.CompleteAsync(Cancel);
        Assert.Equal(["a", "b"], report.Images);
        Assert.Equal([4, Height, Width], (await OmeImage.OpenAsync(folder["a.ome.zarr/a"], cancellationToken: Cancel)).Levels[0].Shape);
        Assert.Equal([2, Height, Width], (await OmeImage.OpenAsync(folder["a.ome.zarr/b"], cancellationToken: Cancel)).Levels[0].Shape);
        Assert.False(Directory.Exists(folder["a.ome.zarr/c"]));
        Assert.True((await OmeStoreValidator.ValidateAsync(Root, cancellationToken: Cancel)).IsValid);
    }

    [Fact]
    public async Task Settings_that_need_too_much_memory_are_refused_with_numbers()
    {
        var settings = Settings(AcquisitionDimension.Time() with { Chunk = 10 }, AcquisitionDimension.Z(5)) with { MemoryLimit = 30 * Height * Width * 2 };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeAcquisition.BeginAsync(Root, settings, Cancel));
        Assert.Contains("50 frames of 96 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("set Chunk of \"t\" to at most 5", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names());
        OmeAcquisition.Check(settings with { MemoryLimit = OmeAcquisition.EstimateMemory(settings).MinimumBytes });
    }

    [Theory]
    [InlineData(Backpressure.Wait)]
    [InlineData(Backpressure.Fail)]
    [InlineData(Backpressure.Drop)]
    public async Task A_full_memory_is_met_as_the_settings_say(Backpressure backpressure)
    {
        using var open = new ManualResetEventSlim();
        var inner = new MemoryStore();
        var store = FaultyStore.WaitingAtKey(inner, key => key.Contains("/c/", StringComparison.Ordinal), open, Cancel);
        var settings = Settings(AcquisitionDimension.Time()) with { Backpressure = backpressure, MemoryLimit = 3 * Height * Width * 2, DurableInterval = null };
        await using (var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(store, new StorePrefix("a")), settings, Cancel))
        {
            for (var i = 1; i <= 3; i++)
            {
                Assert.True(await acquisition.AppendAsync(Frame(i), cancellationToken: Cancel));
            }

            await MeetAsync(acquisition, backpressure);
            open.Set();
            await acquisition.FlushAsync(Cancel);
            Assert.True(await acquisition.AppendAsync(Frame(5), cancellationToken: Cancel));
            Assert.Equal(3 * Height * Width * 2, acquisition.Progress.PeakBytesInMemory);
            Assert.Equal(backpressure == Backpressure.Drop ? 1 : 0, acquisition.Progress.FramesDropped);
        }

        var pixels = await (await ZarrArray.OpenAsync(inner, new StorePrefix("a/0"), cancellationToken: Cancel)).ReadAsync<ushort>(Cancel);
        IEnumerable<ushort> dropped = backpressure == Backpressure.Drop ? new ushort[Height * Width] : [];
        Assert.Equal([.. Frame(1), .. Frame(2), .. Frame(3), .. dropped, .. Frame(5)], pixels);
    }

    [Fact]
    public async Task Frames_that_could_not_be_stored_are_stored_by_the_next_attempt()
    {
        var fails = true;
        var inner = new MemoryStore();
        var store = FaultyStore.AtKey(inner, key => Volatile.Read(ref fails) && key.Contains("/c/", StringComparison.Ordinal));
        var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(store, new StorePrefix("a")), Settings(AcquisitionDimension.Time()) with { DurableInterval = null }, Cancel);
        await acquisition.AppendAsync(Frame(1), cancellationToken: Cancel);
        var error = await Assert.ThrowsAsync<IOException>(() => acquisition.CompleteAsync(Cancel));
        Assert.Contains("could not be stored", error.Message, StringComparison.Ordinal);
        Volatile.Write(ref fails, false);
        await acquisition.DisposeAsync();
        Assert.Equal(Frame(1), await (await ZarrArray.OpenAsync(inner, new StorePrefix("a/0"), cancellationToken: Cancel)).ReadAsync<ushort>(Cancel));
    }

    [Fact]
    public async Task Frames_that_cannot_be_stored_while_the_acquisition_is_completed_are_not_lost()
    {
        for (var round = 0; round < Rounds.Of(2000); round++)
        {
            var fails = true;
            var inner = new MemoryStore();
            var store = FaultyStore.AtKey(inner, key => Volatile.Read(ref fails) && key.Contains("/c/", StringComparison.Ordinal));
            var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(store, new StorePrefix("a")), Settings(AcquisitionDimension.Time()) with { DurableInterval = null }, Cancel);
            await acquisition.AppendAsync(Frame(1), cancellationToken: Cancel);
            Thread.SpinWait(round % 100 * 20);
            await Assert.ThrowsAsync<IOException>(() => round % 2 == 0 ? acquisition.CompleteAsync(Cancel) : acquisition.FlushAsync(Cancel));
            Volatile.Write(ref fails, false);
            await acquisition.DisposeAsync();
            Assert.Equal(Frame(1), await (await ZarrArray.OpenAsync(inner, new StorePrefix("a/0"), cancellationToken: Cancel)).ReadAsync<ushort>(Cancel));
        }
    }

    [Fact]
    public async Task A_durable_point_puts_frames_of_incomplete_chunks_into_the_journal_until_they_are_stored()
    {
        var settings = Settings(AcquisitionDimension.Time() with { Chunk = 4 }) with { DurableInterval = null };
        await using var acquisition = await OmeAcquisition.BeginAsync(Root, settings, Cancel);
        for (var i = 1; i <= 6; i++)
        {
            await acquisition.AppendAsync(Frame(i), new FrameMetadata { DeltaT = i }, Cancel);
        }

        await acquisition.FlushAsync(Cancel);
        var journal = Assert.Single(JournalFolder.Find(Root));
        var reader = JournalReader.Open(journal);
        Assert.Equal((6, 6), (reader.Frames, acquisition.Progress.FramesDurable));
        Assert.Equal([6], reader.Extents);
        Assert.Equal(6, reader.Metadata.Count);
        var frames = reader.Segments.SelectMany(segment => JournalReader.FramesOf(segment, Height * Width * 2).Select(frame => (frame.Place.Index[0], frame.Pixels.ToArray()))).ToDictionary();
        Assert.Equal(Frame(5), MemoryMarshal.Cast<byte, ushort>(frames[4]).ToArray());
        Assert.Equal(Frame(6), MemoryMarshal.Cast<byte, ushort>(frames[5]).ToArray());
        Assert.Empty(await OmeWriter.CleanAsync(Root, cancellationToken: Cancel));
        Assert.True(Directory.Exists(journal));
        await acquisition.CompleteAsync(Cancel);
        Assert.Equal(["a.ome.zarr"], folder.Names());
        Assert.Equal(Enumerable.Range(1, 6).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task An_archive_is_packed_at_the_end()
    {
        await using (var acquisition = await OmeAcquisition.BeginAsync(folder["a.ozx"], Settings(AcquisitionDimension.Time()), Cancel))
        {
            await acquisition.AppendAsync(Frame(1), cancellationToken: Cancel);
        }

        Assert.Equal(["a.ozx"], folder.Names());
        Assert.Equal(Frame(1), await (await OmeImage.OpenAsync(folder["a.ozx"], cancellationToken: Cancel)).Levels[0].ReadAsync<ushort>(Cancel));
    }

    [Fact]
    public async Task A_frame_whose_call_was_cancelled_is_not_appended()
    {
        using var open = new ManualResetEventSlim();
        var inner = new MemoryStore();
        var store = FaultyStore.WaitingAtKey(inner, key => key.Contains("/c/", StringComparison.Ordinal), open, Cancel);
        var settings = Settings(AcquisitionDimension.Time()) with { MemoryLimit = 2 * Height * Width * 2, DurableInterval = null };
        await using (var acquisition = await OmeAcquisition.BeginAsync(StoreLocation.In(store, new StorePrefix("a")), settings, Cancel))
        {
            await acquisition.AppendAsync(Frame(1), cancellationToken: Cancel);
            await acquisition.AppendAsync(Frame(2), cancellationToken: Cancel);
            using var cancellation = new CancellationTokenSource();
            var waiting = acquisition.AppendAsync(Frame(3), cancellationToken: cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            open.Set();
            await acquisition.AppendAsync(Frame(4), cancellationToken: Cancel);
        }

        Assert.Equal(new[] { 1, 2, 4 }.SelectMany(Frame), await (await ZarrArray.OpenAsync(inner, new StorePrefix("a/0"), cancellationToken: Cancel)).ReadAsync<ushort>(Cancel));
    }

    [Fact]
    public async Task A_frame_that_comes_again_replaces_the_one_before_also_after_that_was_stored()
    {
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(AcquisitionDimension.Time(4) with { Chunk = 2 }), Cancel))
        {
            await acquisition.AppendAsync(Frame(9), [1], cancellationToken: Cancel);
            await acquisition.AppendAsync(Frame(1), [0], cancellationToken: Cancel);
            await acquisition.AppendAsync(Frame(2), [1], cancellationToken: Cancel);
            await acquisition.AppendAsync(Frame(3), [2], cancellationToken: Cancel);
        }

        Assert.Equal(Enumerable.Range(1, 3).SelectMany(Frame), await PixelsAsync());
    }

    [Fact]
    public async Task Metadata_of_very_many_frames_are_an_array_beside_the_levels()
    {
        var text = new string('x', 1 << 20);
        await using (var acquisition = await OmeAcquisition.BeginAsync(Root, Settings(AcquisitionDimension.Time()), Cancel))
        {
            for (var i = 0; i < 10; i++)
            {
                await acquisition.AppendAsync(Frame(i), new FrameMetadata { DeltaT = i, Extra = new JsonObject { ["note"] = text } }, Cancel);
            }
        }

        Assert.Equal("""{"frame_metadata_array":"frame_metadata"}""", (await ZarrGroup.OpenAsync(Root, cancellationToken: Cancel)).Attributes["ome_writers"]!.ToJsonString());
        var bytes = await (await ZarrArray.OpenAsync(folder["a.ome.zarr/frame_metadata"], cancellationToken: Cancel)).ReadAsync<byte>(Cancel);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n');
        Assert.Equal(11, lines.Length);
        Assert.Empty(lines[^1]);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => ((double)i, (long)i, text)), lines[..^1].Select(line => JsonNode.Parse(line)!).Select(line => (line["delta_t"]!.GetValue<double>(), line["storage_index"]![0]!.GetValue<long>(), line["note"]!.GetValue<string>())));
        var report = await OmeStoreValidator.ValidateAsync(Root, cancellationToken: Cancel);
        Assert.True(report.IsValid, string.Join('\n', report.Findings));
        Assert.Single((await OmeImage.OpenAsync(Root, cancellationToken: Cancel)).Levels);
    }

    [Fact]
    public void A_slab_that_is_stored_takes_a_bit_or_two()
    {
        var slabs = new SlabSet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0L; number < 1_000_000; number++)
        {
            slabs.Add((0, number));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 250_000);
        Assert.True(slabs.Contains((0, 999_999)));
        Assert.False(slabs.Contains((0, 1_000_000)));
        Assert.False(slabs.Contains((1, 5)));
    }

    private static AcquisitionSettings Settings(params AcquisitionDimension[] outer) => new()
    {
        Dimensions = [.. outer, AcquisitionDimension.Y(Height), AcquisitionDimension.X(Width)],
        DataType = DataType.UInt16,
    };

    private static ushort[] Frame(int number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)((number * 1000) + i))];

    private static async Task<ushort[]> ReadAsync(IArraySource source)
    {
        var bytes = new byte[source.Shape.ElementCount * 2];
        await source.ReadAsync(Region.Whole(source.Shape), bytes, Cancel);
        return MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();
    }

    private static async Task AppendNativeAsync(OmeAcquisition acquisition, ushort[] frame)
    {
        const int Pitch = (Width * 2) + 10;
        var native = Marshal.AllocHGlobal(Height * Pitch);
        try
        {
            for (var y = 0; y < Height; y++)
            {
                Marshal.Copy(MemoryMarshal.AsBytes(frame.AsSpan(y * Width, Width)).ToArray(), 0, native + (y * Pitch), Width * 2);
            }

            await acquisition.AppendAsync(native, Pitch, cancellationToken: Cancel);
        }
        finally
        {
            Marshal.FreeHGlobal(native);
        }
    }

    /// <summary>The fourth frame comes while the memory holds three.</summary>
    private static async Task MeetAsync(OmeAcquisition acquisition, Backpressure backpressure)
    {
        switch (backpressure)
        {
            case Backpressure.Wait:
                using (var cancellation = new CancellationTokenSource())
                {
                    var waiting = acquisition.AppendAsync(Frame(4), cancellationToken: cancellation.Token).AsTask();
                    Assert.False(waiting.IsCompleted);
                    await cancellation.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
                }

                break;
            case Backpressure.Fail:
                await Assert.ThrowsAsync<AcquisitionOverflowException>(async () => await acquisition.AppendAsync(Frame(4), cancellationToken: Cancel));
                break;
            default:
                Assert.False(await acquisition.AppendAsync(Frame(4), cancellationToken: Cancel));
                break;
        }
    }

    private async Task<ushort[]> PixelsAsync() => await (await OmeImage.OpenAsync(Root, cancellationToken: Cancel)).Levels[0].ReadAsync<ushort>(Cancel);
}
