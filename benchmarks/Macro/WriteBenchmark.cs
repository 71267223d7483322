using OmeZarr;
using OmeZarr.V05;

namespace Macro;

/// <summary>What is written, and how.</summary>
internal sealed record WriteCase(RawFile Input, string? Axes, ChunkShape Chunks, Compression Compression, int Threads, string Output)
{
    internal ShardShape Shards { get; init; } = ShardShape.None;

    /// <summary>Whether each run replaces what the one before has written; otherwise that is deleted first, and not timed.</summary>
    internal bool Overwrite { get; init; }

    internal Durability Durability { get; init; }

    internal bool Checksums { get; init; }

    /// <summary>Makes room for a run: deletes the output, unless it is to be replaced.</summary>
    internal void Prepare()
    {
        if (!Overwrite)
        {
            Folder.Delete(Output);
        }
    }

    internal WriteOptions Options() => new()
    {
        Chunks = Chunks,
        Shards = Shards,
        Compression = Compression,
        Checksums = Checksums,
        MaxDegreeOfParallelism = Threads,
        Overwrite = Overwrite,
        Durability = Durability,
    };

    internal Image Image()
    {
        var axes = Axes ?? "tczyx"[^Input.Shape.Rank..];
        return OmeZarr.V05.Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.ToString()))], "macro");
    }
}

internal static class WriteBenchmark
{
    internal static async Task RunAsync(WriteCase test, Repetition repetition, CancellationToken cancellationToken)
    {
        var input = test.Input.Load();
        var (image, options) = (test.Image(), test.Options());
        await repetition.RunAsync(() =>
        {
            test.Prepare();
            return Measurement.RunAsync(
                "write", input.Source, test.Output, () => OmeWriter.WriteImageAsync(test.Output, image, input.Source, options, cancellationToken: cancellationToken));
        });
    }
}
