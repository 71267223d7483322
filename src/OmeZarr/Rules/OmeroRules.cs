using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about the rendering block, the same in 0.4 and 0.5 (decision 29): what the text demands is an error, also where the schema of 0.5 does not demand it.</summary>
internal static class OmeroRules
{
    public static IReadOnlyList<Rule<Omero>> All { get; } =
    [
        new("omero-channels", Severity.Warning, "9.4 (32)", "There is an entry for each channel.", Channels),
        new("omero-model", Severity.Warning, "9.4 (35)", "The rendering model is color or greyscale.", Model),
    ];

    public static IReadOnlyList<Rule<OmeroChannel>> OfChannel { get; } =
    [
        new("omero-window-missing", Severity.Error, "9.4 (34)", "A channel has a window.", WindowMissing) { Fixable = true },
        new("omero-window-values", Severity.Error, "9.4 (34)", "The numbers of a window are finite.", WindowValues),
        new("omero-window-range", Severity.Warning, "this library", "A window does not end before it begins.", WindowRange),
        new("omero-color-missing", Severity.Error, "9.4 (33)", "A channel has a colour.", ColorMissing) { Fixable = true },
        new("omero-color", Severity.Error, "9.4 (33)", "The colour of a channel is six hexadecimal digits.", Color),
        new("omero-coefficient", Severity.Error, "9.4 (35)", "The coefficient of a channel is finite.", Coefficient),
    ];

    private static IEnumerable<Violation> Channels(Omero omero)
    {
        if (omero.Channels.Count == 0)
        {
            yield return new(".channels", "should have an entry for each channel; it is empty");
        }
    }

    private static IEnumerable<Violation> Model(Omero omero)
    {
        if (omero.Rdefs?.Model is { } model and not (OmeroRenderingDefs.Color or OmeroRenderingDefs.Greyscale))
        {
            yield return new(".rdefs.model", $"should be color or greyscale; found \"{model}\"");
        }
    }

    private static IEnumerable<Violation> WindowMissing(OmeroChannel channel) => Missing(channel.Window, "window", channel);

    private static IEnumerable<Violation> ColorMissing(OmeroChannel channel) => Missing(channel.Color, "color", channel);

    // A member of the wrong type is not missing; member-type reports it.
    private static IEnumerable<Violation> Missing(object? value, string name, OmeroChannel channel)
    {
        if (value is null && !channel.ExtraMembers.Contains(name))
        {
            yield return new($".{name}", "is required but missing; some viewers need it");
        }
    }

    private static IEnumerable<Violation> WindowValues(OmeroChannel channel)
    {
        if (channel.Window is { } w && !(double.IsFinite(w.Start) && double.IsFinite(w.Min) && double.IsFinite(w.End) && double.IsFinite(w.Max)))
        {
            yield return new(".window", "start, min, end and max must be finite numbers");
        }
    }

    private static IEnumerable<Violation> WindowRange(OmeroChannel channel)
    {
        if (channel.Window is { } window && window.Min > window.Max)
        {
            yield return new(".window.min", "is above max");
        }

        if (channel.Window is { } shown && shown.Start > shown.End)
        {
            yield return new(".window.start", "is above end");
        }
    }

    private static IEnumerable<Violation> Coefficient(OmeroChannel channel) =>
        RuleHelpers.When(channel.Coefficient is { } value && !double.IsFinite(value), ".coefficient", "must be a finite number");

    private static IEnumerable<Violation> Color(OmeroChannel channel)
    {
        if (channel.Color is { } color && !(color.Length == 6 && color.All(char.IsAsciiHexDigit)))
        {
            yield return new(".color", $"must be six hexadecimal digits; found \"{color}\"");
        }
    }
}
