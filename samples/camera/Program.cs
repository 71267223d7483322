using System.Diagnostics;
using OmeZarr;
using SimulatedCamera;
using Zarr;

// A camera that is not there acquires a plate: all channels and planes of each well, well by well, time point by time point.
if (CameraOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(CameraOptions.Usage);
    return 2;
}

var report = new LiveReport();
var settings = new AcquisitionSettings
{
    Dimensions =
    [
        AcquisitionDimension.Time(),
        AcquisitionDimension.Position([.. Enumerable.Range(0, options.Wells).Select(well => new AcquisitionPosition("0", $"{(char)('A' + (well / 12))}", $"{(well % 12) + 1}"))]),
        AcquisitionDimension.Channel([.. Enumerable.Range(0, options.Channels).Select(channel => new AcquisitionChannel($"channel {channel}"))]),
        AcquisitionDimension.Z(options.Z, 2, "micrometer"),
        AcquisitionDimension.Y(options.Side, 0.325, "micrometer"),
        AcquisitionDimension.X(options.Side, 0.325, "micrometer"),
    ],
    DataType = DataType.UInt16,
    Name = "simulated",
    Pyramid = options.Side >= 512 ? Pyramid.Of(3, ("y", 2), ("x", 2)) : Pyramid.None,
    MemoryLimit = options.MemoryMiB << 20,
    Backpressure = Enum.Parse<Backpressure>(options.Backpressure, ignoreCase: true),
    Overwrite = options.Overwrite,
    Progress = report,
};

var camera = new Camera(options.Side);
await using var acquisition = await OmeAcquisition.BeginAsync(options.Out, settings);
var start = Stopwatch.GetTimestamp();
var interval = Stopwatch.Frequency / options.Rate;
for (var frame = 0L; frame < options.Seconds * options.Rate; frame++)
{
    await LiveReport.WaitUntilAsync(start + (long)(frame * interval));
    var called = Stopwatch.GetTimestamp();
    var time = Stopwatch.GetElapsedTime(start, called).TotalSeconds;
    await acquisition.AppendAsync(camera.Frame(frame), new FrameMetadata { DeltaT = time, ExposureTime = 1 / options.Rate });
    report.Called(Stopwatch.GetElapsedTime(called));
}

var acquired = report.LineOf(acquisition.Progress);
var ending = Stopwatch.GetTimestamp();
var result = await acquisition.CompleteAsync();
Console.Error.WriteLine();
Console.WriteLine(acquired);
Console.WriteLine($"{result.Location}: {result.Images.Count} images, completed in {Stopwatch.GetElapsedTime(ending).TotalSeconds:F1} s");
return result.Progress.FramesDropped == 0 ? 0 : 1;
