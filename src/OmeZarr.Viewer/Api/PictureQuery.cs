using System.Globalization;
using OmeZarr.Viewer.Messages;

namespace OmeZarr.Viewer.Api;

/// <summary>What a picture shows, by the parameters of a request.</summary>
internal static class PictureQuery
{
    private const string None = "none";
    private const string Max = "max";

    /// <exception cref="HttpErrorException">A parameter is wrong.</exception>
    internal static RenderOptions Options(Query query) => Planes(query) with
    {
        Displays = Channels(query.All("c")),
        Labels = query.Optional("label"),
        LabelOpacity = query.Number("opacity", 0, 1) ?? 0.5,
        OutlinesLabels = query.Optional("outline") is "1" or "true",
    };

    /// <summary>Plane, time point, and indices along further axes.</summary>
    /// <exception cref="HttpErrorException">A parameter is wrong.</exception>
    internal static RenderOptions Planes(Query query)
    {
        var options = new RenderOptions { T = query.Integer("t"), Others = [.. query.All("axis").Select(Other)] };
        return query.Optional("projection") switch
        {
            Max => options with { ProjectsZ = true },
            null or None => options with { Z = query.Integer("z") },
            var other => throw HttpErrorException.WrongParameter($"projection: {other} is unknown; give {Max} or {None}"),
        };
    }

    private static (string Axis, long Index) Other(string text) =>
        text.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma && long.TryParse(text.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (text[(comma + 1)..], index)
            : throw HttpErrorException.WrongParameter($"axis: {text} is no index along an axis; an example is 3,phase");

    private static ValueList<ChannelDisplay>? Channels(IReadOnlyList<string> texts) => texts switch
    {
        [] => null,
        [None] => [],
        _ => [.. texts.Select(Channel)],
    };

    private static ChannelDisplay Channel(string text)
    {
        var parts = text.Split(',');
        if (parts.Length is not (1 or 4 or 5) || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || (parts.Length == 5 && parts[4] != "i"))
        {
            throw HttpErrorException.WrongParameter($"c: {text} is no channel; examples are 0 and 0,00FF00,100,2000");
        }

        return parts.Length == 1
            ? new ChannelDisplay(index)
            : new ChannelDisplay(index) { Color = parts[1], Window = (Number(parts[2]), Number(parts[3])), IsInverted = parts.Length == 5 };

        double Number(string part) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw HttpErrorException.WrongParameter($"c: {part} in {text} is no number");
    }
}
