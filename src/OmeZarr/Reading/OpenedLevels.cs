using System.Runtime.ExceptionServices;
using OmeZarr.Rules;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Reading;

/// <summary>The levels of an image that can be opened.</summary>
/// <param name="Metadata">The metadata; the first multiscale has datasets, and axes that fit the arrays.</param>
/// <param name="Arrays">Indices of datasets, and their arrays; at least one.</param>
/// <param name="Findings">The levels that cannot be opened, and other problems that do not prevent opening the image.</param>
internal sealed record OpenedLevels(Image Metadata, IReadOnlyList<(int Dataset, ZarrArray Array)> Arrays, IReadOnlyList<Finding> Findings)
{
    private const string At = $"{Image.Root}.multiscales[0]";

    // Without these, no array is named. That an array cannot be opened is no matter of rules: the exception of the first level tells it.
    private static ValueList<string> NeededRules { get; } = ["multiscales-empty", "datasets-empty"];

    private static ValueList<string> LengthRules { get; } = ["scale-length", "translation-length"];

    /// <exception cref="OmeZarrException">The group is not an image, or its metadata name no array.</exception>
    /// <exception cref="ZarrException">No level can be opened; the exception is that of the first.</exception>
    internal static async Task<OpenedLevels> OpenAsync(OpenedNode node, CancellationToken cancellationToken)
    {
        var metadata = WithoutEmpty(node.Require<Image>(OmeDocumentKind.Image, OmeDocumentKind.LabelImage));
        var subject = $"{node.Group} of {node.Group.Store} cannot be opened as an image";
        if (metadata.Multiscales is not [{ Datasets.Count: > 0 }, ..])
        {
            throw new OmeZarrException(subject, FindingList.Join(node.Findings.Concat(metadata.Breaches(NeededRules).Select(node.Located))));
        }

        var findings = new FindingList();
        var arrays = await OpenArraysAsync(node, metadata.Multiscales[0], subject, findings, cancellationToken).ConfigureAwait(false);
        return Fit(node, metadata, arrays, findings);
    }

    /// <summary>The first multiscale is the one that is read; one without datasets would hide the others.</summary>
    private static Image WithoutEmpty(Image metadata) => metadata.Multiscales is [{ Datasets.Count: 0 }, ..] && metadata.Multiscales.Any(multiscale => multiscale.Datasets.Count > 0)
        ? metadata with { Multiscales = [.. metadata.Multiscales.Where(multiscale => multiscale.Datasets.Count > 0)] }
        : metadata;

    private static async Task<List<(int Dataset, ZarrArray Array)>> OpenArraysAsync(
        OpenedNode node, Multiscale multiscale, string subject, FindingList findings, CancellationToken cancellationToken)
    {
        var arrays = new List<(int, ZarrArray)>();
        Exception? first = null;
        foreach (var (index, (array, error)) in (await TryOpenSoundAsync(node.Group, multiscale.Datasets, cancellationToken).ConfigureAwait(false)).Index())
        {
            if (array is not null)
            {
                arrays.Add((index, array));
                continue;
            }

            var rule = error is ArgumentException ? "dataset-path" : "dataset-array";
            var finding = node.Located(new(rule, Severity.Error, $"{At}.datasets[{index}].path", FindingText.Sanitize(error!.Message)));
            findings.Add(finding);

            // The path comes from the document, so the caller is not at fault.
            first ??= error is ArgumentException ? new OmeZarrException(subject, [finding]) : error;
        }

        if (arrays.Count == 0)
        {
            ExceptionDispatchInfo.Throw(first!);
        }

        return arrays;
    }

    /// <summary>Opens the arrays of a multiscale. If they are opened with consolidated metadata, those of the first and the last one are compared with their own documents, and if these differ, all are opened with their own.</summary>
    private static async Task<(ZarrArray? Array, Exception? Error)[]> TryOpenSoundAsync(ZarrGroup group, ValueList<Dataset> datasets, CancellationToken cancellationToken)
    {
        var results = await TryOpenAsync(group, datasets, cancellationToken).ConfigureAwait(false);
        if (group.Store is not IRemoteStore)
        {
            return results;
        }

        try
        {
            await Task.WhenAll(new[] { results[0].Array, results[^1].Array }.OfType<ZarrArray>().Distinct().Select(array => array.ThrowIfReplacedAsync(cancellationToken))).ConfigureAwait(false);
            return results;
        }
        catch (NodeReplacedException)
        {
            return await TryOpenAsync(group, datasets, cancellationToken).ConfigureAwait(false); // the group does not use its copies any more
        }
    }

    /// <summary>Opens the arrays of a multiscale: one after the other, but behind a network many at the same time.</summary>
    /// <returns>For each dataset an array, or the reason why there is none.</returns>
    private static async Task<(ZarrArray? Array, Exception? Error)[]> TryOpenAsync(ZarrGroup group, ValueList<Dataset> datasets, CancellationToken cancellationToken)
    {
        var results = new (ZarrArray? Array, Exception? Error)[datasets.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = (group.Store as IRemoteStore)?.MaxConcurrency ?? 1, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, datasets.Count, parallel, async (index, token) =>
        {
            try
            {
                results[index].Array = await OpenArrayAsync(group, datasets[index].Path, token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is ArgumentException or ZarrException and not NodeReplacedException)
            {
                results[index].Error = error;
            }
        }).ConfigureAwait(false);
        return results;
    }

    private static async Task<ZarrArray> OpenArrayAsync(ZarrGroup group, string path, CancellationToken cancellationToken) => NodeName.Problem(path) is { } problem
        ? throw new ArgumentException($"\"{path}\" is not the path of a node: {problem}")
        : await group.OpenArrayAsync(path, cancellationToken).ConfigureAwait(false);

    /// <summary>Leaves out arrays that do not fit the axes. If none fits, the axes are taken from the arrays.</summary>
    private static OpenedLevels Fit(OpenedNode node, Image metadata, List<(int Dataset, ZarrArray Array)> arrays, FindingList findings)
    {
        var axes = metadata.Multiscales[0].Axes.Count;
        var rank = arrays.Any(level => level.Array.Shape.Rank == axes) ? axes : arrays[0].Array.Shape.Rank;
        foreach (var (dataset, array) in arrays.Where(level => level.Array.Shape.Rank != rank))
        {
            Report(findings, node, $".datasets[{dataset}].path", $"the array has {array.Shape.Rank} dimensions ({array.Shape}), there are {axes} axes");
        }

        List<(int, ZarrArray Array)> fitting = [.. arrays.Where(level => level.Array.Shape.Rank == rank)];
        if (rank != axes)
        {
            Report(findings, node, ".axes", $"there are {axes} axes, but the arrays have {rank} dimensions; the names of the dimensions are taken");
            metadata = WithAxes(metadata, AxesOf(fitting[0].Array));
        }

        var lengths = metadata.Breaches(LengthRules).Select(node.Located);
        return new OpenedLevels(metadata, fitting, FindingList.Join(findings.ToList().Concat(lengths)));
    }

    private static void Report(FindingList findings, OpenedNode node, string at, string message) => findings.Add(node.Located(new("datasets-rank", Severity.Error, At + at, message)));

    private static Image WithAxes(Image metadata, ValueList<Axis> axes) =>
        metadata with { Multiscales = [metadata.Multiscales[0] with { Axes = axes }, .. metadata.Multiscales.Skip(1)] };

    private static ValueList<Axis> AxesOf(ZarrArray array) =>
        [.. Enumerable.Range(0, array.Shape.Rank).Select(index => Axis.Named(array.Metadata.DimensionNames?[index] is { Length: > 0 } name ? name : Axis.NameOf(index)))];
}
