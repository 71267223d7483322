using System.Runtime.ExceptionServices;
using OmeZarr.Cli.Inputs;

namespace OmeZarr.Cli.Plates;

/// <summary>Opens the files of a plate to read their headers, several at the same time. How many stay open is bounded by <see cref="OpenFiles"/>.</summary>
internal static class PlateHeaders
{
    /// <returns>The images, by path.</returns>
    /// <exception cref="IOException">A file is missing or is not an image that can be read; of several, the first one is told.</exception>
    /// <exception cref="UsageException">A file holds several images, or the axes of the user do not fit it.</exception>
    internal static IReadOnlyDictionary<string, InputImage> Open(IReadOnlyList<string> paths, string? fileAxes, OpenFiles files, CancellationToken cancellationToken)
    {
        var opened = new InputImage[paths.Count];
        var errors = new Exception?[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, loop) =>
        {
            try
            {
                opened[i] = InputImage.Open(paths[i], fileAxes, files);
            }
            catch (Exception error) when (error is IOException or UsageException or UnauthorizedAccessException)
            {
                errors[i] = error;
                loop.Break(); // files before this one are still opened, so that the first error is found
            }
        });
        if (Array.Find(errors, error => error is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return paths.Zip(opened).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
