using OmeZarr.Rules.Hierarchy;
using Zarr;
using Zarr.Checking;

namespace OmeZarr.Validating;

/// <summary>Checks the stored chunks of the arrays of one node.</summary>
/// <param name="walk">The walk.</param>
/// <param name="log">Takes the findings.</param>
internal sealed class ChunkCheck(Walk walk, NodeLog log)
{
    /// <summary>Checks the levels of an image, or of a label image.</summary>
    /// <param name="visit">The image.</param>
    /// <param name="arrays">Its arrays by path; null for those that cannot be opened.</param>
    /// <param name="axes">Names of the axes.</param>
    /// <param name="isLabel">Whether it is a label image, which may well be empty.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public async Task RunAsync(NodeVisit visit, IReadOnlyDictionary<string, ZarrArray?> arrays, IReadOnlyList<string> axes, bool isLabel, CancellationToken cancellationToken)
    {
        var levels = new List<Level>();
        foreach (var (dataset, array) in arrays)
        {
            if (array is not null && await CheckAsync(visit.Below(dataset), array, cancellationToken).ConfigureAwait(false) is { } report)
            {
                levels.Add(new Level(visit.Below(dataset), array.Shape.Rank == axes.Count ? axes : NamesOf(array), report));
            }
        }

        var hasChunks = levels.Any(level => level.Report.StoredChunks > 0);
        if (!isLabel && !hasChunks && levels.Any(level => level.IsEmpty))
        {
            ReportEmpty(visit);
            return;
        }

        if (visit.Role == NodeRole.Field)
        {
            walk.Chunks.NoteField(ParentOf(visit.Path), visit.Path, hasChunks: true);
        }

        levels.ForEach(level => ReportAbsent(level, isLabel || !hasChunks));
    }

    /// <summary>Checks an array that belongs to no image.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="array">The array.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public async Task RunAsync(string path, ZarrArray array, CancellationToken cancellationToken)
    {
        if (await CheckAsync(path, array, cancellationToken).ConfigureAwait(false) is { } report)
        {
            ReportAbsent(new Level(path, NamesOf(array), report), mayBeEmpty: true);
        }
    }

    private async Task<ChunkReport?> CheckAsync(string path, ZarrArray array, CancellationToken cancellationToken)
    {
        try
        {
            var report = await walk.Chunks.CheckAsync(path, [.. Enumerable.Range(0, Math.Max(0, array.Shape.Rank - 2))], cancellationToken).ConfigureAwait(false);
            foreach (var (rule, message) in new ChunkMessages(report, array.Path.Value).Findings())
            {
                log.ReportBelow(path, rule, string.Empty, message);
            }

            return report;
        }
        catch (Exception e) when (e is IOException or ZarrException)
        {
            log.ReportBelow(path, ChunkRules.Unreadable, string.Empty, e.Message);
        }
        catch (NotSupportedException e)
        {
            log.ReportBelow(path, ChunkRules.Unsupported, string.Empty, e.Message);
        }

        return null;
    }

    private void ReportEmpty(NodeVisit image)
    {
        if (image.Role == NodeRole.Field)
        {
            walk.Chunks.NoteField(ParentOf(image.Path), image.Path, hasChunks: false);
        }
        else
        {
            log.Report(ChunkRules.ImageEmpty, "no chunk is stored, of any level");
        }
    }

    private void ReportAbsent(Level level, bool mayBeEmpty)
    {
        if (level.IsEmpty && !mayBeEmpty)
        {
            log.ReportBelow(level.Path, ChunkRules.LevelEmpty, string.Empty, "no chunk is stored; other levels have chunks");
        }
        else if (level.Report.AbsentChunks > 0)
        {
            log.ReportBelow(level.Path, ChunkRules.Absent, string.Empty, new ChunkMessages(level.Report, string.Empty).Absent(level.Axes));
        }
    }

    private static string[] NamesOf(ZarrArray array) => [.. Enumerable.Range(0, array.Shape.Rank).Select(d => array.Metadata.DimensionNames?[d] ?? $"dimension {d}")];

    private static string ParentOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : string.Empty;

    /// <summary>An array whose chunks were checked.</summary>
    private sealed record Level(string Path, IReadOnlyList<string> Axes, ChunkReport Report)
    {
        /// <summary>Whether the array has elements, and surely no chunk.</summary>
        public bool IsEmpty => Report is { IsComplete: true, StoredChunks: 0, GridChunks: > 0 };
    }
}
