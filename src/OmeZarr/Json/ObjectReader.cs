using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>
/// Takes the members out of a JSON object one by one. What nobody took, because it is unknown or of the wrong type, is the
/// <see cref="Rest"/>, which the models keep.
/// </summary>
internal sealed class ObjectReader
{
    private readonly JsonCursor at;
    private readonly OrderedDictionary<string, JsonElement> members = [];

    public ObjectReader(JsonCursor at)
    {
        this.at = at;
        foreach (var member in at.Value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }
    }

    public bool Has(string name) => members.ContainsKey(name);

    public T? Optional<T>(string name, Func<JsonCursor, T?> read)
        where T : class
    {
        var value = Find(name) is { } cursor ? read(cursor) : null;
        return value is null ? null : Take(name, value);
    }

    public T? Optional<T>(string name, Func<JsonCursor, T?> read)
        where T : struct
    {
        var value = Find(name) is { } cursor ? read(cursor) : null;
        return value is null ? null : Take(name, value);
    }

    public T? Required<T>(string name, Func<JsonCursor, T?> read)
        where T : class
    {
        ReportIfMissing(name);
        return Optional(name, read);
    }

    public T? Required<T>(string name, Func<JsonCursor, T?> read)
        where T : struct
    {
        ReportIfMissing(name);
        return Optional(name, read);
    }

    /// <summary>A finding about a member, or about its absence.</summary>
    public void Report(string name, string rule, Severity severity, string message) => At(name, default).Report(rule, severity, message);

    /// <summary>The members that are left, in document order.</summary>
    public JsonMembers Rest() => members.Count == 0 ? JsonMembers.None : new JsonMembers(members);

    /// <summary>A member that is null counts as absent: some writers spell out what they do not have.</summary>
    private JsonCursor? Find(string name)
    {
        if (!members.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            return At(name, value);
        }

        members.Remove(name);
        return null;
    }

    private JsonCursor At(string name, JsonElement value) => at.Member(name, value);

    private T Take<T>(string name, T value)
    {
        members.Remove(name);
        return value;
    }

    private void ReportIfMissing(string name)
    {
        if (Find(name) is null)
        {
            Report(name, StructureRules.MemberMissing, Severity.Error, "is required but missing");
        }
    }
}
