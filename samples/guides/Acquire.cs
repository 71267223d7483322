using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;

namespace Guides;

internal static class Acquire
{
    private const int Rows = 128;
    private const int Columns = 160;

    internal static async Task RunAsync()
    {
        await TimeLapseAsync();
        await PlateAsync();
        await AnyOrderAsync();
        await LentAsync();
        await LiveAsync();
        await RecoverAsync();
    }

    private static ushort[] NextFrame() => new ushort[Rows * Columns];

    private static async Task TimeLapseAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions =
            [
                AcquisitionDimension.Time(scale: 0.5, unit: "second"), // until somebody stops it
                AcquisitionDimension.Channel(new AcquisitionChannel("DAPI", "0000FF"), new AcquisitionChannel("GFP", "00FF00")),
                AcquisitionDimension.Z(5, 2, "micrometer"),
                AcquisitionDimension.Y(Rows, 0.325, "micrometer"),
                AcquisitionDimension.X(Columns, 0.325, "micrometer"),
            ],
            DataType = DataType.UInt16,
            Pyramid = Pyramid.Of(3, ("y", 2), ("x", 2)),
        };
        await using var acquisition = await OmeAcquisition.BeginAsync("timelapse.ome.zarr", settings);
        for (var frame = 0; frame < 34; frame++)
        {
            await acquisition.AppendAsync(NextFrame(), new FrameMetadata { DeltaT = frame * 0.05, ExposureTime = 0.02 });
        }

        acquisition.SetMetadata("microscope", new JsonObject { ["objective"] = "20x" });
        var report = await acquisition.CompleteAsync(); // 4 time points; the frames of the last one that never came are zero
        Console.WriteLine($"{report.Progress.FramesAppended} frames, {report.Progress.FramesPerSecond:F0} per second");
    }

    private static async Task PlateAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions =
            [
                AcquisitionDimension.Position(new AcquisitionPosition("0", "A", "1"), new AcquisitionPosition("1", "A", "1") { X = 52 }, new AcquisitionPosition("0", "B", "3")),
                AcquisitionDimension.Z(4, 2, "micrometer") with { Chunk = 2 },
                AcquisitionDimension.Y(Rows, 0.325, "micrometer"),
                AcquisitionDimension.X(Columns, 0.325, "micrometer"),
            ],
            DataType = DataType.UInt16,
            MemoryLimit = 256 << 20,
            Backpressure = Backpressure.Drop,
        };
        var memory = OmeAcquisition.EstimateMemory(settings);
        Console.WriteLine($"at least {memory.MinimumBytes:N0} bytes, better {memory.RecommendedBytes:N0}");

        await using var acquisition = await OmeAcquisition.BeginAsync("acquired-plate.ome.zarr", settings);
        for (var frame = 0; frame < 12; frame++)
        {
            if (!await acquisition.AppendAsync(NextFrame()))
            {
                Console.WriteLine($"frame {frame} was dropped: frames come faster than they are stored");
            }
        }
    }

    private static async Task AnyOrderAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time(3), AcquisitionDimension.Channel(new AcquisitionChannel("left"), new AcquisitionChannel("right")), AcquisitionDimension.Y(Rows), AcquisitionDimension.X(Columns)],
            DataType = DataType.UInt16,
        };
        await using var acquisition = await OmeAcquisition.BeginAsync("two-cameras.ome.zarr", settings);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(camera => Task.Run(async () =>
        {
            for (var time = 0; time < 3; time++)
            {
                await acquisition.AppendAsync(NextFrame(), [time, camera]);
            }
        })));
    }

    private static async Task LentAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time(), AcquisitionDimension.Y(Rows), AcquisitionDimension.X(Columns)],
            DataType = DataType.UInt16,
        };
        var free = new BlockingCollection<byte[]>(new ConcurrentQueue<byte[]>(Enumerable.Range(0, 8).Select(_ => new byte[Rows * Columns * 2])));
        await using var acquisition = await OmeAcquisition.BeginAsync("lent.ome.zarr", settings);
        for (var frame = 0; frame < 20; frame++)
        {
            var buffer = new CameraBuffer(free.Take(), free); // waits for a buffer that the acquisition gives back
            MemoryMarshal.AsBytes(NextFrame().AsSpan()).CopyTo(buffer.Memory.Span); // what the driver does
            if (!await acquisition.AppendAsync(buffer))
            {
                buffer.Dispose(); // not appended: it is still ours
            }
        }
    }

    private static async Task LiveAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time(), AcquisitionDimension.Y(Rows), AcquisitionDimension.X(Columns)],
            DataType = DataType.UInt16,
        };
        await using var acquisition = await OmeAcquisition.BeginAsync("live.ome.zarr", settings);
        await acquisition.AppendAsync(NextFrame());

        var latest = new ushort[Rows * Columns];
        if (acquisition.CopyLatest(latest.AsSpan()) is { } index)
        {
            Console.WriteLine($"shows time point {index[0]}");
        }

        var view = acquisition.View(); // also the frames that are only in memory
        var plane = new byte[Rows * Columns * 2];
        await view.ReadAsync(new Region([0, 0, 0], Shape.Create([1, Rows, Columns])), plane, CancellationToken.None);

        var others = await OmeImage.OpenAsync("live.ome.zarr"); // what every reader sees: stored frames
        Console.WriteLine(others.Levels[0].Shape);
    }

    private static async Task RecoverAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time() with { Chunk = 8 }, AcquisitionDimension.Y(Rows), AcquisitionDimension.X(Columns)],
            DataType = DataType.UInt16,
            DurableInterval = TimeSpan.FromSeconds(1),
        };
        await using (var acquisition = await OmeAcquisition.BeginAsync("durable.ome.zarr", settings))
        {
            await acquisition.AppendAsync(NextFrame());
            await acquisition.FlushAsync(); // a durable point, now
        }

        if (OmeAcquisition.StateOf("durable.ome.zarr") == AcquisitionState.Abandoned)
        {
            var recovery = await OmeAcquisition.RecoverAsync("durable.ome.zarr");
            Console.WriteLine($"{recovery.FramesDurable} frames, {recovery.FramesRestored} of them from the journal");
        }
    }

    private sealed class CameraBuffer(byte[] pixels, BlockingCollection<byte[]> free) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => pixels;

        public void Dispose() => free.Add(pixels);
    }
}
