using OmeZarr.V05;

namespace OmeZarr.Rules;

/// <summary>Rules about the axes of a multiscale.</summary>
internal static class AxesRules
{
    public static IReadOnlyList<Rule<ValueList<Axis>>> All { get; } =
    [
        new("axes-count", Severity.Error, "9.3 (16)", "There are 2 to 5 axes.", Count),
        new("axes-space-count", Severity.Error, "9.3 (17)", "Two or three axes are of type space.", SpaceCount),
        new("axes-time-count", Severity.Error, "9.3 (18)", "At most one axis is of type time.", TimeCount),
        new("axes-channel-count", Severity.Error, "9.3 (18)", "At most one axis is of type channel, custom or untyped.", ChannelCount),
        new("axes-order", Severity.Error, "9.3 (19)", "Time comes first, then channel or custom, then space.", Order),
        new("axes-zyx", Severity.Warning, "9.3 (20)", "Three axes of space are in the order z, y, x.", SpaceOrder),
        new("axis-name", Severity.Error, "9.2 (9)", "An axis has a name that is not empty.", Name),
        new("axis-names-unique", Severity.Error, "9.2 (10)", "No two axes have the same name.", UniqueNames),
        new("axis-type", Severity.Warning, "9.2 (11)", "The type of an axis is space, time or channel.", Type),
        new("axis-unit", Severity.Warning, "9.2 (12)", "The unit of an axis of space or time is one of the specification's list.", Unit),
    ];

    private static IEnumerable<Violation> Count(ValueList<Axis> axes)
    {
        if (axes.Count is < 2 or > 5)
        {
            yield return new(string.Empty, $"there must be 2 to 5 axes; found {axes.Count}");
        }
    }

    private static IEnumerable<Violation> SpaceCount(ValueList<Axis> axes)
    {
        var count = axes.Count(a => a is SpaceAxis);
        if (count is not (2 or 3))
        {
            yield return new(string.Empty, $"there must be 2 or 3 axes of type space; found {count}");
        }
    }

    private static IEnumerable<Violation> TimeCount(ValueList<Axis> axes) =>
        AtMostOne(axes.Count(a => a is TimeAxis), "axis of type time");

    // yaozarrs counts only channel axes; the text of the specification counts both kinds together.
    private static IEnumerable<Violation> ChannelCount(ValueList<Axis> axes) =>
        AtMostOne(axes.Count(a => a is ChannelAxis or CustomAxis), "channel or custom axis");

    private static IEnumerable<Violation> AtMostOne(int count, string what)
    {
        if (count > 1)
        {
            yield return new(string.Empty, $"there can be at most one {what}; found {count}");
        }
    }

    private static IEnumerable<Violation> Order(ValueList<Axis> axes)
    {
        for (var i = 1; i < axes.Count; i++)
        {
            if (Rank(axes[i]) < Rank(axes[i - 1]))
            {
                var rule = axes[i] is TimeAxis ? "time must come first" : "channel or custom must come before space";
                yield return new(string.Empty, $"the order is {Names(axes)}; {rule} (found at {i})");
                yield break;
            }
        }
    }

    private static IEnumerable<Violation> SpaceOrder(ValueList<Axis> axes)
    {
        var space = string.Concat(axes.Where(a => a is SpaceAxis).Take(4).Select(a => a.Name.ToUpperInvariant()));
        if (space != "ZYX" && space.Order().SequenceEqual("XYZ"))
        {
            yield return new(string.Empty, $"the order is {Names(axes)}; the axes of space should be z, y, x");
        }
    }

    private static IEnumerable<Violation> Name(ValueList<Axis> axes) =>
        axes.Index().Where(a => a.Item.Name.Length == 0).Select(a => new Violation($"[{a.Index}].name", "must not be empty"));

    private static IEnumerable<Violation> UniqueNames(ValueList<Axis> axes) => Duplicates.Of(axes.Select(a => a.Name))
        .Select(r => new Violation($"[{r.Index}].name", $"the name \"{r.Value}\" is that of axis {r.First} already"));

    private static IEnumerable<Violation> Type(ValueList<Axis> axes) => axes.Index().Where(a => a.Item is CustomAxis).Select(a =>
        new Violation($"[{a.Index}].type", $"should be space, time or channel; {(a.Item.Type is { } type ? $"found \"{type}\"" : "it is missing")}"));

    private static IEnumerable<Violation> Unit(ValueList<Axis> axes) => axes.Index().Where(a => HasOddUnit(a.Item)).Select(a =>
        new Violation($"[{a.Index}].unit", $"should be a unit of {a.Item.Type} from the specification, such as {Example(a.Item)}; found \"{a.Item.Unit}\""));

    private static bool HasOddUnit(Axis axis) => axis.Unit is { } unit && axis switch
    {
        SpaceAxis => !Units.Space.Contains(unit),
        TimeAxis => !Units.Time.Contains(unit),
        _ => false,
    };

    private static string Example(Axis axis) => axis is SpaceAxis ? "micrometer" : "second";

    private static int Rank(Axis axis) => axis switch
    {
        TimeAxis => 0,
        SpaceAxis => 2,
        _ => 1,
    };

    private static string Names(ValueList<Axis> axes) =>
        string.Join(", ", axes.Take(8).Select(a => a.Name)) + (axes.Count > 8 ? ", …" : string.Empty);
}
