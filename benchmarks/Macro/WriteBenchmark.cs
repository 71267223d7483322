using OmeZarr;
using OmeZarr.V05;

namespace Macro;

/// <summary>What is written, and how.</summary>
internal sealed record WriteCase(RawFile Input, string? Axes, ChunkShape Chunks, Compression Compression, int Threads, string Output);

internal static class WriteBenchmark
{
    internal static async Task RunAsync(WriteCase test, int repeats, CancellationToken cancellationToken)
    {
        var source = test.Input.Load();
        var image = ImageOf(test);
        var options = new WriteOptions
        {
            Chunks = test.Chunks,
            Compression = test.Compression,
            MaxDegreeOfParallelism = test.Threads,
            Overwrite = true,
        };
        for (var i = 0; i < repeats; i++)
        {
            await Measurement.RunAsync("write", source, test.Output, () => OmeWriter.WriteImageAsync(test.Output, image, source, options, cancellationToken: cancellationToken));
        }
    }

    private static Image ImageOf(WriteCase test)
    {
        var rank = test.Input.Shape.Rank;
        var axes = test.Axes ?? "tczyx"[^rank..];
        return Image.FromDimensions([.. axes.Select((axis, d) => new Dimension(axis.ToString(), test.Input.Shape[d]))], "macro");
    }
}
