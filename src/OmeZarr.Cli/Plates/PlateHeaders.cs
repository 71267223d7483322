using System.Runtime.ExceptionServices;
using OmeZarr.Cli.Inputs;
using Zarr;

namespace OmeZarr.Cli.Plates;

/// <summary>The opened files of a plate. Several are opened at the same time; how many stay open is bounded by <see cref="OpenFiles"/>.</summary>
/// <param name="Images">The images, by path.</param>
/// <param name="Findings">What was not read of the files, or was guessed.</param>
internal sealed record PlateHeaders(IReadOnlyDictionary<string, InputImage> Images, IReadOnlyList<string> Findings)
{
    private const int NamesInFinding = 3;

    /// <exception cref="IOException">A file is missing or is not an image that can be read; of several, the first one is told.</exception>
    /// <exception cref="UsageException">A file and the axes of the user do not fit.</exception>
    internal static PlateHeaders Open(IReadOnlyList<string> paths, string? fileAxes, OpenFiles files, CancellationToken cancellationToken)
    {
        var opened = new InputFile[paths.Count];
        var errors = new Exception?[paths.Count];
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, loop) =>
        {
            try
            {
                opened[i] = InputFile.Open(paths[i], fileAxes, files);
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

        return new PlateHeaders(paths.Zip(opened).ToDictionary(pair => pair.First, pair => pair.Second.Images[0]), [.. FindingsOf(opened)]);
    }

    /// <summary>One finding for all files with the same one.</summary>
    private static IEnumerable<string> FindingsOf(IReadOnlyList<InputFile> files)
    {
        var several = files.Where(file => file.Images.Count > 1).Select(file => ($"only the first of {file.Images.Count} images is read", file.Path));
        var findings = files.SelectMany(file => file.Findings.Select(finding => (finding.Message, file.Path)));
        return several.Concat(findings).GroupBy(finding => finding.Item1.Replace(finding.Path, "FILE", StringComparison.Ordinal), finding => Path.GetFileName(finding.Path))
            .Select(same => $"{same.Key} ({Counted.Of(same.Count(), "file")}: {Counted.List([.. same], NamesInFinding)})");
    }
}
