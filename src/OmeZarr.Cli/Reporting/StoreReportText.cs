using System.Globalization;
using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr.Cli.Reporting;

/// <summary>Formats a <see cref="StoreReport"/> as text for people, and as JSON for programs.</summary>
internal static class StoreReportText
{
    // Of images, and of findings.
    private const int MaxLines = 20;

    // Labels and the texts behind them stand in columns.
    private const int LabelWidth = 10;
    private const int ColumnGap = 3;

    internal static string Text(StoreReport report)
    {
        var lines = new List<string> { $"{report.Path}   {Title(report)}" };
        Add(lines, "axes", string.Join(" · ", report.Axes.Select(Axis)));
        Add(lines, "channels", string.Join(" · ", report.Channels));
        lines.AddRange(Levels(report));
        Add(lines, "plate", report.Plate?.ToString() ?? string.Empty);
        Add(lines, "acquired", string.Join(" · ", report.Plate?.Acquisitions ?? []));
        Add(lines, report.Contents.Kind, report.Contents.ToString());
        foreach (var image in report.Images.Where((image, i) => i < StoreContents.MaxNamesInText || image.Problem is not null).Take(MaxLines))
        {
            Add(lines, image.Path, image.ToString());
        }

        lines.AddRange(Findings(report.Findings));
        foreach (var remark in report.Remarks ?? [])
        {
            Add(lines, "archive", remark);
        }

        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" "))); // a name must not begin a line of its own
    }

    internal static string Json(StoreReport report)
    {
        var json = ToJson(report);
        if (report.Remarks is { } remarks)
        {
            json["remarks"] = JsonOutput.List(remarks);
        }

        return JsonOutput.Text(json);
    }

    private static JsonObject ToJson(StoreReport report) => new()
    {
        ["path"] = report.Path,
        ["version"] = report.Version,
        ["type"] = report.Type,
        ["name"] = report.Name,
        ["axes"] = JsonOutput.List(report.Axes.Select(ToJson)),
        ["channels"] = JsonOutput.List(report.Channels),
        ["levels"] = JsonOutput.List(report.Levels.Select(ToJson)),
        ["contents"] = ToJson(report.Contents),
        ["plate"] = report.Plate?.ToJson(),
        ["images"] = JsonOutput.List(report.Images.Select(image => image.ToJson())),
        ["findings"] = JsonOutput.List(report.Findings.Select(ToJson)),
    };

    /// <summary>A label, and at least one space.</summary>
    private static string Column(string label) => $"{label.PadRight(LabelWidth - 1)} ";

    private static void Add(List<string> lines, string label, string text)
    {
        if (text.Length > 0)
        {
            lines.Add($"  {Column(label)}{text}");
        }
    }

    private static IEnumerable<string> Findings(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings.Take(MaxLines))
        {
            yield return $"  {Column(finding.Severity.ToString().ToLowerInvariant())}{(finding.Location.Length > 0 ? $"{finding.Location}: " : string.Empty)}{finding.Message}";
        }

        if (findings.Count > MaxLines)
        {
            yield return $"  and {findings.Count - MaxLines} more findings";
        }
    }

    /// <summary>One line for each level, in columns.</summary>
    private static IEnumerable<string> Levels(StoreReport report)
    {
        // Without OME-Zarr metadata, there is one level, a plain array.
        var rows = report.Levels.Select(level => Cells(level, report.Version is null ? "array" : $"level {level.Index}")).ToList();
        return rows.Select(row => "  " + string.Concat(row.Select((cell, column) =>
            column == row.Length - 1 ? cell : cell.PadRight(rows.Max(other => other[column].Length) + (column == 0 ? 0 : ColumnGap)))));
    }

    private static string[] Cells(LevelReport level, string label) =>
    [
        Column(label), $"{level.Shape} {level.DataType}", $"chunks {level.Chunks}", Codecs(level), StoredChunks(level),
    ];

    /// <summary>The stored chunks. Chunks of fill values need not be stored.</summary>
    private static string StoredChunks(LevelReport level)
    {
        var noun = Counted.Noun(level.ChunkCount, "chunk");
        if (level is not { StoredChunks: { } stored, StoredBytes: { } bytes })
        {
            return $"{level.ChunkCount} {noun}, stored or not";
        }

        var number = stored == level.ChunkCount ? $"{stored}" : $"{stored} of {level.ChunkCount}";
        return $"{number} {noun}, {ByteSize.Text(bytes)}";
    }

    private static string Title(StoreReport report) =>
        (report.Version is { } version ? $"OME-Zarr {version} " : string.Empty) + report.Type + (report.Name is { } name ? $" \"{name}\"" : string.Empty);

    /// <summary>The name of an axis and its pixel size. A channel axis has none; a pixel size of 1 without a unit is omitted.</summary>
    private static string Axis(AxisReport axis)
    {
        if (axis.Type is "channel" || axis is { Unit: null, PixelSize: 1 })
        {
            return axis.Type is null || axis.Type == axis.Name ? axis.Name : $"{axis.Name} {axis.Type}";
        }

        var unit = axis.Unit is { } name ? " " + UnitNames.Symbol(name) : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{axis.Name} {axis.PixelSize}{unit}");
    }

    private static string Codecs(LevelReport level)
    {
        var codecs = level.Codecs.Where(codec => codec != "bytes").ToList();
        return codecs.Count > 0 ? string.Join(" + ", codecs) : "uncompressed";
    }

    private static JsonObject ToJson(AxisReport axis) => new()
    {
        ["name"] = axis.Name,
        ["type"] = axis.Type,
        ["unit"] = axis.Unit,
        ["pixelSize"] = axis.PixelSize,
    };

    private static JsonObject ToJson(Finding finding) => new()
    {
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["rule"] = finding.RuleId,
        ["location"] = finding.Location,
        ["message"] = finding.Message,
    };

    private static JsonObject ToJson(LevelReport level) => new()
    {
        ["path"] = level.Path,
        ["shape"] = JsonOutput.List(level.Shape),
        ["dataType"] = level.DataType.Name,
        ["chunks"] = JsonOutput.List(level.Chunks),
        ["codecs"] = JsonOutput.List(level.Codecs),
        ["storedChunks"] = level.StoredChunks,
        ["storedBytes"] = level.StoredBytes,
    };

    private static JsonObject ToJson(StoreContents contents)
    {
        var json = new JsonObject { ["kind"] = contents.Kind, ["names"] = JsonOutput.List(contents.Names) };
        if (contents.Problem is { } problem)
        {
            json["problem"] = problem;
        }

        return json;
    }
}
