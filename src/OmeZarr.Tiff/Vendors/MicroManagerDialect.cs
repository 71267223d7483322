using System.Text.Json;
using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>Image stacks of Micro-Manager (MMStack): JSON with a summary of the acquisition after the header, and for each page channel, slice, frame and position.</summary>
internal static class MicroManagerDialect
{
    public const TiffTag PageMetadata = (TiffTag)51123;

    private const int SummaryAt = 32;
    private const uint SummaryMark = 2355492;
    private const int MaxBytes = 16 << 20;
    private const int MaxChannels = 4096;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        using var summary = ReadSummary(file.File);
        if (summary is null || MicroManagerIndex.Read(file) is not { } places || places.Count == 0)
        {
            return null;
        }

        var builder = new SeriesBuilder(file, options);
        var series = new List<TiffSeries>();
        foreach (var position in places.GroupBy(place => place.Position).OrderBy(group => group.Key))
        {
            series.Add(ReadPosition(file, summary.RootElement, [.. position], builder));
        }

        Compare(summary.RootElement, places, builder);
        return new TiffMeaning { Format = "Micro-Manager", Series = series, Findings = builder.Findings };
    }

    private static JsonDocument? ReadSummary(TiffStorage file)
    {
        var bytes = new FileBytes(file);
        return bytes.UInt32(SummaryAt) == SummaryMark && bytes.UInt32(SummaryAt + 4) is { } length and < MaxBytes && bytes.Read(SummaryAt + 8, length) is { } text
            ? JsonValues.TryParse(System.Text.Encoding.UTF8.GetString(text).TrimEnd('\0', ' ', '\n', '\r'))
            : null;
    }

    private static TiffSeries ReadPosition(TiffPages file, JsonElement summary, List<MicroManagerPlace> places, SeriesBuilder builder)
    {
        var lengths = (T: places.Max(place => place.Frame) + 1, Z: places.Max(place => place.Slice) + 1, C: places.Max(place => place.Channel) + 1);
        if ((Int128)lengths.T * lengths.Z * lengths.C > 10L * places.Count)
        {
            throw new TiffFormatException(file.File.Path, $"truncated: {lengths.T} frames of {lengths.Z} slices of {lengths.C} channels are announced by Micro-Manager, there are {places.Count} pages");
        }

        var pages = new TiffPage?[lengths.T * lengths.Z * lengths.C];
        foreach (var place in places)
        {
            pages[(((place.Frame * lengths.Z) + place.Slice) * lengths.C) + place.Channel] = file[place.Page];
        }

        var missing = pages.Count(page => page is null);
        if (missing > 0)
        {
            builder.Add(FileFindingKind.Missing, $"{missing} of {pages.Length} planes of position {places[0].Position} are not in the file and are read as zeros");
        }

        using var metadata = JsonValues.TryParse(file.Text(places[0].Page, PageMetadata));
        return builder.Build(pages, Describe(summary, metadata?.RootElement ?? default, lengths));
    }

    private static FileDescription Describe(JsonElement summary, JsonElement page, (int T, int Z, int C) lengths)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        var pixel = page.Number("PixelSizeUm") is > 0 and var own ? own : summary.Number("PixelSize_um");
        Resolution.Add(sizes, 'x', pixel, "micrometer");
        Resolution.Add(sizes, 'y', pixel, "micrometer");
        Resolution.Add(sizes, 'z', summary.Number("z-step_um") is { } step ? Math.Abs(step) : null, "micrometer");
        Resolution.Add(sizes, 't', summary.Number("Interval_ms") / 1000, "second");
        var position = new Dictionary<char, FilePosition>();
        foreach (var (axis, name) in new[] { ('x', "XPositionUm"), ('y', "YPositionUm"), ('z', "ZPositionUm") })
        {
            if (page.Number(name) is { } value)
            {
                position[axis] = new FilePosition(value, "micrometer");
            }
        }

        return new FileDescription
        {
            Writer = "Micro-Manager",
            PageAxes = [new PageAxis('t', lengths.T), new PageAxis('z', lengths.Z), new PageAxis('c', lengths.C)],
            Sizes = sizes,
            Position = position,
            Channels = Channels(summary, lengths.C),
            Name = page.Text("PositionName"),
        };
    }

    private static FileChannel[] Channels(JsonElement summary, int count)
    {
        var (names, colors) = (summary.Items("ChNames", MaxChannels), summary.Items("ChColors", MaxChannels));
        var (least, most) = (summary.Items("ChContrastMin", MaxChannels), summary.Items("ChContrastMax", MaxChannels));
        return [.. Enumerable.Range(0, Math.Min(count, MaxChannels)).Select(i => new FileChannel
        {
            Name = i < names.Count && !string.IsNullOrWhiteSpace(names[i].AsText()) ? names[i].AsText() : null,
            // Java colours: alpha, red, green, blue in 32 bits with a sign.
            Color = Number(colors, i) is { } color && color is >= int.MinValue and <= uint.MaxValue && color != 0 ? $"{(long)color & 0xFFFFFF:X6}" : null,
            Window = Number(least, i) is { } start && Number(most, i) is { } end && start < end ? (start, end) : null,
        })];
    }

    private static double? Number(IReadOnlyList<JsonElement> items, int index) => index >= items.Count ? null : items[index].ValueKind switch
    {
        JsonValueKind.Number => items[index].TryGetDouble(out var value) && double.IsFinite(value) ? value : null,
        JsonValueKind.String => Numbers.Parse(items[index].AsText()),
        _ => null,
    };

    // Large acquisitions are several files, and some are stopped early.
    private static void Compare(JsonElement summary, List<MicroManagerPlace> places, SeriesBuilder builder)
    {
        foreach (var (name, length) in new[]
        {
            ("Frames", places.Max(place => place.Frame)), ("Slices", places.Max(place => place.Slice)),
            ("Channels", places.Max(place => place.Channel)), ("Positions", places.Max(place => place.Position)),
        })
        {
            if (summary.Integer(name) is { } announced && announced > length + 1)
            {
                builder.Add(FileFindingKind.Missing, $"the summary announces {announced} {name.ToLowerInvariant()}, the file has {length + 1}; the others may be in other files, which are not read");
            }
        }
    }
}
