using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Plates;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>The plan of a plate: which file becomes which plane, and the fields that come of it.</summary>
/// <param name="input">The files.</param>
/// <param name="fields">The fields that will be written.</param>
/// <param name="images">Their images.</param>
/// <param name="findings">What the output lacks, and what was guessed.</param>
internal sealed class PlatePlan(PlateInput input, IReadOnlyList<PlateFilesOfField> fields, IReadOnlyList<ImageConversion> images, IReadOnlyList<string> findings)
{
    private Dictionary<string, string> Names { get; } = input.Names.DistinctBy(name => name.Path).ToDictionary(name => name.Path, name => name.Relative);

    private IEnumerable<(string File, PlateFilesOfField Field, string? Time, string? Channel, string? Slice)> Planes() =>
        from field in fields
        from time in input.Files.Times
        from channel in input.Files.Channels
        from slice in input.Files.Slices
        where field.Files.ContainsKey((channel, slice, time))
        select (Names[field.Files[(channel, slice, time)]], field, time, channel, slice);

    /// <summary>The plan for people: a table of the files, one of the fields.</summary>
    internal string ToText()
    {
        var files = Table(
            ["file", "well", "field", "t", "c", "z"],
            Planes().Select(plane => new[] { plane.File, plane.Field.Well, plane.Field.Field, plane.Time ?? "-", plane.Channel ?? "-", plane.Slice ?? "-" }));
        var shapes = Table(
            ["well", "field", "axes", "shape", "type", "channels"],
            fields.Zip(images, (field, image) => new[] { field.Well, field.Field, image.Input.Axes, $"{image.Input.Pixels.Shape}", $"{image.Input.Pixels.DataType}", string.Join(", ", image.Channels) }));
        var notes = new[] { Note is { } note ? note : null, LeftOut }.OfType<string>().Concat(findings.Select(finding => $"warning: {finding}"));
        return string.Join(Environment.NewLine, [.. files, string.Empty, .. shapes, .. notes.Any() ? [string.Empty, .. notes] : Array.Empty<string>()]);
    }

    /// <summary>The plan for programs, which <c>--from-plan</c> reads.</summary>
    internal JsonObject ToJson() => new()
    {
        ["convention"] = input.Reading.Convention?.Name,
        ["reason"] = input.Reading.Reason,
        ["files"] = JsonOutput.List(Planes().Select(plane => new JsonObject
        {
            ["file"] = plane.File,
            ["well"] = plane.Field.Well,
            ["field"] = plane.Field.Field,
            ["time"] = plane.Time,
            ["channel"] = plane.Channel,
            ["z"] = plane.Slice,
        })),
        ["channels"] = JsonOutput.List(input.Files.Channels.OfType<string>().Where(input.Facts.Channels.ContainsKey).Select(channel => new JsonObject { ["channel"] = channel, ["name"] = input.Facts.Channels[channel] })),
        ["fields"] = JsonOutput.List(fields.Zip(images, FieldJson)),
        ["noPlanes"] = JsonOutput.List(input.Reading.NoPlanes),
        ["warnings"] = JsonOutput.List(findings),
    };

    private string? Note => input.Reading.Reason is { } reason ? $"--plate auto took {reason}" : null;

    private string? LeftOut => input.Reading.NoPlanes.Count > 0 ? $"no planes: {Counted.Of(input.Reading.NoPlanes.Count, "file")} that the convention names as thumbnails, corrections or the like" : null;

    private static JsonObject FieldJson(PlateFilesOfField field, ImageConversion image)
    {
        var multiscale = image.Metadata.Multiscales[0];
        return new JsonObject
        {
            ["well"] = field.Well,
            ["field"] = field.Field,
            ["axes"] = image.Input.Axes,
            ["shape"] = JsonOutput.List(image.Input.Pixels.Shape),
            ["dataType"] = image.Input.Pixels.DataType.Name,
            ["channels"] = JsonOutput.List(image.Channels),
            ["scale"] = new JsonArray([.. multiscale.PixelSize(0).Select(size => JsonValue.Create(size))]),
            ["units"] = new JsonArray([.. multiscale.Axes.Select(axis => JsonValue.Create(axis.Unit))]),
            ["translation"] = multiscale.Datasets[0].TranslationTransform is { } place ? new JsonArray([.. place.Translation.Select(value => JsonValue.Create(value))]) : null,
        };
    }

    /// <summary>Lines with columns of equal width.</summary>
    private static IEnumerable<string> Table(string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows.Select(row => Array.ConvertAll(row, Line))];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>The text in one line: names of files may have line ends.</summary>
    private static string Line(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
