using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>
/// A JSON value and its location in the document. Each method returns the value as one type. For any other type it
/// reports a finding and returns <see langword="null"/>.
/// </summary>
/// <param name="Value">The value.</param>
/// <param name="Place">The location.</param>
/// <param name="Findings">Takes the problems.</param>
/// <param name="Salvage">How to read on behind broken parts; null to read strictly.</param>
internal readonly record struct JsonCursor(JsonElement Value, JsonPlace Place, FindingList Findings, Salvage? Salvage = null)
{
    public static string? String(JsonCursor at) =>
        at.Value.ValueKind == JsonValueKind.String ? at.Value.GetString() : at.Wrong<string>("a string");

    public static bool? Boolean(JsonCursor at) =>
        at.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? at.Value.GetBoolean() : at.WrongValue<bool>("true or false");

    /// <summary>A number beyond the range of doubles would become infinite, which JSON cannot hold.</summary>
    public static double? Float(JsonCursor at) => at.Value.ValueKind == JsonValueKind.Number && double.IsFinite(at.Value.GetDouble())
        ? at.Value.GetDouble()
        : at.WrongValue<double>("a number of 64 bits");

    /// <summary>Accepts <c>1.0</c> with a warning, because some writers know only one type of number.</summary>
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

    public static ValueList<double>? Floats(JsonCursor at) => at.Each<double>(item => Float(item) is { } value ? (true, value) : (false, default), isWhole: true);

    public static ValueList<int>? Integers(JsonCursor at) => at.Each<int>(item => Int32(item) is { } value ? (true, value) : (false, default), isWhole: true);

    public static ValueList<string>? Strings(JsonCursor at) => at.Each<string>(item => String(item) is { } value ? (true, value) : (false, default));

    /// <summary>A record with its extra members; null if the value is no object, or lacks a required member.</summary>
    public static T? Object<T>(JsonCursor at)
        where T : OmeObject, IJsonObject<T>
    {
        if (at.Value.ValueKind != JsonValueKind.Object)
        {
            return at.Wrong<T>("an object");
        }

        var members = new ObjectReader(at);
        var value = T.Read(members);
        return !members.IsComplete ? null : members.Rest() is { Count: > 0 } rest ? (T)((OmeObject)value with { ExtraMembers = rest }) : value;
    }

    public static ValueList<T>? Objects<T>(JsonCursor at)
        where T : OmeObject, IJsonObject<T> => at.Each<T>(item => Object<T>(item) is { } value ? (true, value) : (false, default));

    /// <summary>Records whose positions count. Salvaging puts a substitute in the place of a broken item.</summary>
    public static Func<JsonCursor, ValueList<T>?> ObjectsInPlace<T>(Func<JsonCursor, T> substitute)
        where T : OmeObject, IJsonObject<T> =>
        at => at.Each<T>(item => Object<T>(item) is { } value ? (true, value) : item.Salvage is null ? (false, default) : (true, substitute(item)));

    /// <summary>Reads JSON that is known to be sound.</summary>
    public static Parsed<T> Parse<T>(JsonElement json, string root, Func<JsonCursor, T?> read, Salvage? salvage = null)
        where T : class
    {
        var findings = new FindingList();
        var value = read(new JsonCursor(json, new JsonPlace(root), findings, salvage));
        return new Parsed<T>(value, findings.ToList());
    }

    /// <summary>A member of the object at this place.</summary>
    public JsonCursor Member(string name, JsonElement value) =>
        this with { Value = value, Place = Place.Member(name) };

    public void Report(string rule, Severity severity, string message)
    {
        if (Findings.IsFull)
        {
            Findings.Count(severity);
        }
        else
        {
            Findings.Add(new Finding(rule, severity, Place.ToString(), FindingText.Sanitize(message)));
        }
    }

    /// <summary>
    /// The list; null if an item cannot be read. Salvaging leaves such items out, unless the list is of use only as a whole. All items are read in any case, so that all problems are found.
    /// </summary>
    private ValueList<T>? Each<T>(Func<JsonCursor, (bool IsRead, T? Value)> read, bool isWhole = false)
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            Misfit("a list");
            return null;
        }

        var values = new List<T>();
        var (count, isComplete) = (0, true);
        foreach (var item in Value.EnumerateArray())
        {
            var (isRead, value) = read(this with { Value = item, Place = Place.Item(count++) });
            isComplete &= isRead;
            if (isRead)
            {
                values.Add(value!);
            }
        }

        return isComplete || (Salvage is not null && !isWhole) ? new ValueList<T>([.. values]) : null;
    }

    private T? Wrong<T>(string expected)
        where T : class
    {
        Misfit(expected);
        return null;
    }

    private T? WrongValue<T>(string expected)
        where T : struct
    {
        Misfit(expected);
        return null;
    }

    private void Misfit(string expected) => Report(StructureRules.MemberType, Severity.Error, $"must be {expected}; found {Describe()}");

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
