using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.Tiff;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Exporting;

/// <summary>A finished export.</summary>
/// <param name="Path">The file.</param>
/// <param name="Images">The images that are in it.</param>
/// <param name="Level">The level of the images that is its full resolution.</param>
/// <param name="Findings">What the images have and the file has not.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TiffExport(string Path, IReadOnlyList<OmeImage> Images, int Level, IReadOnlyList<Finding> Findings, double Seconds)
{
    /// <summary>Path of the source in its store, to which the paths of the images are relative.</summary>
    private StorePrefix Root { get; init; }

    /// <exception cref="UsageException">The request is not possible.</exception>
    internal static async Task<TiffExport> RunAsync(ExportRequest request, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Locations.RequireThere(request.Store);
        RequireOutput(request);
        var chosen = await ChosenImages.OpenAsync(request.Store, request.Image, cancellationToken).ConfigureAwait(false);
        var (images, findings) = await WriteAsync(request, chosen, progress, cancellationToken).ConfigureAwait(false);
        return new TiffExport(request.Output, images, request.Options.Level, findings, clock.Elapsed.TotalSeconds) { Root = request.Store.Open().Path };
    }

    /// <summary>The warnings, one for each loss. Equal ones of several images are one.</summary>
    internal IEnumerable<string> Warnings => Findings.GroupBy(finding => finding.Message)
        .Select(same => same.Key + (same.First().Location.Length == 0 ? string.Empty : $" ({Counted.List([.. same.Select(finding => finding.Location)], 4)})"));

    /// <summary>The summary for programs.</summary>
    internal string ToJson() => JsonOutput.Text(new JsonObject
    {
        ["path"] = Path,
        ["images"] = JsonOutput.List(Images.Select(image => new JsonObject
        {
            ["path"] = image.Group.Path.Value[Root.Value.Length..].TrimStart('/'),
            ["axes"] = JsonOutput.List(image.Axes.Select(axis => axis.Name)),
            ["shape"] = JsonOutput.List(image.Levels[Level].Shape),
            ["dataType"] = image.Levels[Level].DataType.Name,
        })),
        ["bytes"] = new FileInfo(Path).Length,
        ["seconds"] = Math.Round(Seconds, 3),
        ["findings"] = JsonOutput.List(Findings.Select(finding => new JsonObject { ["rule"] = finding.RuleId, ["image"] = finding.Location, ["message"] = finding.Message })),
    });

    /// <summary>The summary for people: one line.</summary>
    public override string ToString()
    {
        var level = Images[0].Levels[Level];
        var what = Images.Count == 1 ? $"{level.Shape} {level.DataType} ({string.Join(", ", Images[0].Axes.Select(axis => axis.Name))})" : Counted.Of(Images.Count, "image");
        return $"{Path}  {what}   {ByteSize.Text(new FileInfo(Path).Length)}   {Seconds.ToString(Seconds < 0.1 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} s";
    }

    private static void RequireOutput(ExportRequest request)
    {
        var output = request.Output;
        if (output.Length == 0)
        {
            throw new UsageException("FILE is empty; give the file to be made");
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(output));
        var problem = Directory.Exists(output) ? "is a folder; name a file, such as cells.ome.tif"
            : !Directory.Exists(folder) ? $"cannot be made, because there is no folder {folder}"
            : File.Exists(output) && !request.Options.Overwrite ? "exists; --overwrite replaces it. Nothing was changed"
            : null;
        if (problem is not null)
        {
            throw new UsageException($"{output} {problem}");
        }
    }

    private static async Task<(IReadOnlyList<OmeImage> Images, IReadOnlyList<Finding> Findings)> WriteAsync(
        ExportRequest request, ChosenImages chosen, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        if (chosen.Images.FirstOrDefault(image => request.Options.Level >= image.Levels.Count) is { } small)
        {
            throw new UsageException($"--level {request.Options.Level}: {(small.Group.Path.IsRoot ? "the image" : small.Group.Path.Value)} has the levels 0 to {small.Levels.Count - 1}");
        }

        try
        {
            var options = request.Options with { Progress = progress };
            if (chosen.Plate is not { } plate)
            {
                return (chosen.Images, await OmeTiffWriter.WriteAsync(chosen.Images, request.Output, options, cancellationToken).ConfigureAwait(false));
            }

            var written = await OmeTiffWriter.WriteAsync(plate, request.Output, options, cancellationToken).ConfigureAwait(false);
            return (written.Fields, written.Findings);
        }
        catch (ArgumentException error) when (chosen.Plate is not null)
        {
            throw new UsageException($"--level {request.Options.Level}: {error.Message}");
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException and not DestinationExistsException))
        {
            throw new IOException($"{request.Output}: cannot be written: {(error is UnauthorizedAccessException ? "permission denied" : error.Message)}", error);
        }
    }
}
