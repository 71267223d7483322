using OmeZarr.Rules.Hierarchy;
using Zarr;
using Zarr.Checking;

namespace OmeZarr.Validating;

/// <summary>Puts the findings about the chunks of one array into words: one message for each rule.</summary>
/// <param name="report">What was found.</param>
/// <param name="arrayKey">Path of the array in its store.</param>
internal sealed class ChunkMessages(ChunkReport report, string arrayKey)
{
    /// <summary>The most keys that a message names.</summary>
    public const int MaxKeys = 5;

    /// <summary>The broken rules about stored values, with their messages.</summary>
    public IEnumerable<(StoreRule Rule, string Message)> Findings()
    {
        foreach (var kind in report.Findings.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
        {
            yield return (RuleOf(kind.Key), Text([.. kind], report.CountOf(kind.Key)));
        }

        if (report.FillOnlyChunks > 0)
        {
            var all = Math.Max(report.CheckedInnerChunks, report.CheckedChunks);
            yield return (ChunkRules.FillOnly, $"{report.FillOnlyChunks:N0} of the {all:N0} chunks that were read hold only the fill value");
        }
    }

    /// <summary>How many chunks are absent, and where.</summary>
    /// <param name="axes">Names of the axes.</param>
    public string Absent(IReadOnlyList<string> axes)
    {
        var text = $"{report.AbsentChunks:N0} of {report.GridChunks:N0} chunks are not stored";
        string[] places = report.Map is { ChunksPerCell: var whole } map && whole < report.GridChunks
            ? [.. map.EmptyCells().Select(cell => string.Join(' ', map.Dimensions.Select(d => Place(axes[d], cell.Offset[d], cell.Shape[d]))))]
            : [];
        return places.Length == 0 ? text : $"{text}; none at {Counted.List(places, MaxKeys, more: "and # more places")}";
    }

    private static string Place(string axis, long first, long length) => length == 1 ? $"{axis}={first}" : $"{axis}={first}..{first + length - 1}";

    private string Text(IReadOnlyList<ChunkFinding> findings, long count)
    {
        var first = $"{Relative(findings[0].Key)}: {findings[0].Message}";
        string[] others = [.. findings.Skip(1).Select(finding => Relative(finding.Key)).Distinct().Where(key => key != Relative(findings[0].Key))];
        return count == 1 ? first
            : others.Length == 0 ? $"{first}; {count - 1:N0} more in it"
            : $"{first}; {count - 1:N0} more, in {string.Join(", ", others)}{(count > findings.Count ? " …" : string.Empty)}";
    }

    private string Relative(string key) => arrayKey.Length > 0 ? key[(arrayKey.Length + 1)..] : key;

    private static StoreRule RuleOf(ChunkFindingKind kind) => kind switch
    {
        ChunkFindingKind.Damaged => ChunkRules.Damaged,
        ChunkFindingKind.Length => ChunkRules.Length,
        ChunkFindingKind.Checksum => ChunkRules.Checksum,
        ChunkFindingKind.TrailingBytes => ChunkRules.TrailingBytes,
        ChunkFindingKind.Unreadable => ChunkRules.Unreadable,
        ChunkFindingKind.Unsupported => ChunkRules.Unsupported,
        ChunkFindingKind.ShardIndex => ChunkRules.ShardIndex,
        ChunkFindingKind.ShardOverlap => ChunkRules.ShardOverlap,
        ChunkFindingKind.ShardDeadBytes => ChunkRules.ShardDeadBytes,
        ChunkFindingKind.BloscTypeSize => ChunkRules.BloscTypeSize,
        ChunkFindingKind.Padding => ChunkRules.Padding,
        ChunkFindingKind.OtherKeyEncoding => ChunkRules.KeyEncoding,
        ChunkFindingKind.OutsideGrid => ChunkRules.OutsideGrid,
        ChunkFindingKind.Folder => ChunkRules.Folder,
        ChunkFindingKind.TemporaryKey => ChunkRules.Temporary,
        _ => ChunkRules.KeyForeign,
    };
}
