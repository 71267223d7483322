using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>
/// A JSON value together with its place in the document. Each method answers the value as one type or, if it is something
/// else, reports that and answers <see langword="null"/>.
/// </summary>
internal readonly record struct JsonCursor(JsonElement Value, string Location, List<Finding> Findings)
{
    public static string? String(JsonCursor at) =>
        at.Value.ValueKind == JsonValueKind.String ? at.Value.GetString() : at.Wrong<string>("a string");

    public static bool? Boolean(JsonCursor at) =>
        at.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? at.Value.GetBoolean() : at.WrongValue<bool>("true or false");

    /// <summary>A number beyond the range of doubles would become infinite, which could not be written again.</summary>
    public static double? Float(JsonCursor at) => at.Value.ValueKind == JsonValueKind.Number && double.IsFinite(at.Value.GetDouble())
        ? at.Value.GetDouble()
        : at.WrongValue<double>("a number of 64 bits");

    /// <summary>Integers also come as <c>1.0</c>, from writers that know only one type of number.</summary>
    public static long? Integer(JsonCursor at)
    {
        if (at.Value.ValueKind != JsonValueKind.Number)
        {
            return at.WrongValue<long>("an integer");
        }

        if (at.Value.TryGetInt64(out var integer))
        {
            return integer;
        }

        var number = at.Value.GetDouble();
        if (!double.IsInteger(number) || Math.Abs(number) >= 1L << 53)
        {
            return at.WrongValue<long>("an integer");
        }

        at.Report(StructureRules.IntegerFraction, Severity.Warning, $"is an integer; found {at.Describe()}");
        return (long)number;
    }

    public static int? Int32(JsonCursor at) => Integer(at) switch
    {
        null => null,
        var integer and >= int.MinValue and <= int.MaxValue => (int)integer,
        _ => at.WrongValue<int>("an integer of 32 bits"),
    };

    public static JsonMembers? Members(JsonCursor at) =>
        at.Value.ValueKind == JsonValueKind.Object ? JsonMembers.From(at.Value) : at.Wrong<JsonMembers>("an object");

    public static ValueList<double>? Floats(JsonCursor at) => Complete(at.Items()?.ConvertAll(item => Float(item)));

    public static ValueList<int>? Integers(JsonCursor at) => Complete(at.Items()?.ConvertAll(item => Int32(item)));

    public static Func<JsonCursor, ValueList<T>?> List<T>(Func<JsonCursor, T?> read)
        where T : class => at =>
        {
            var values = at.Items()?.ConvertAll(item => read(item));
            return values is null || values.Any(v => v is null) ? null : values.Select(v => v!).ToValueList();
        };

    /// <summary>Opens an object for reading its members.</summary>
    public ObjectReader? Object() => Value.ValueKind == JsonValueKind.Object ? new ObjectReader(this) : Wrong<ObjectReader>("an object");

    /// <summary>A member of the object at this place.</summary>
    public JsonCursor Member(string name, JsonElement value) =>
        this with { Value = value, Location = Location.Length == 0 ? name : $"{Location}.{name}" };

    public void Report(string rule, Severity severity, string message) =>
        Findings.Add(new Finding(rule, severity, Location, FindingText.Clean(message)));

    private static ValueList<T>? Complete<T>(List<T?>? values)
        where T : struct => values is null || values.Any(v => v is null) ? null : values.Select(v => v!.Value).ToValueList();

    private List<JsonCursor>? Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            return Wrong<List<JsonCursor>>("a list");
        }

        var at = this;
        return [.. Value.EnumerateArray().Select((item, i) => at with { Value = item, Location = $"{at.Location}[{i}]" })];
    }

    private T? Wrong<T>(string expected)
        where T : class
    {
        Report(StructureRules.MemberType, Severity.Error, $"must be {expected}; found {Describe()}");
        return null;
    }

    private T? WrongValue<T>(string expected)
        where T : struct
    {
        Report(StructureRules.MemberType, Severity.Error, $"must be {expected}; found {Describe()}");
        return null;
    }

    private string Describe() => Value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {Shorten(Value.GetRawText())}",
        JsonValueKind.Null => "null",
        _ => Value.GetRawText(),
    };

    private static string Shorten(string text) => text.Length <= 24 ? text : text[..24] + "…";
}
