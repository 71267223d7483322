using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>
/// Reads the members of a JSON object one by one. Members that were not read, because they are unknown or have the wrong type, are the
/// <see cref="Rest"/>, which the records keep as <see cref="OmeObject.ExtraMembers"/>.
/// </summary>
/// <remarks>The reader stores no members, because plates have an object for each well.</remarks>
internal sealed class ObjectReader
{
    private readonly JsonCursor at;

    // Few: as many as the specification defines.
    private readonly List<string> taken = [];

    public ObjectReader(JsonCursor at) => this.at = at;

    /// <summary>Whether all required members were read.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>How to read on behind broken parts; null to read strictly.</summary>
    public Salvage? Salvage => at.Salvage;

    /// <summary>Position of the object in its list.</summary>
    public int Index => at.Place.Index;

    public bool Has(string name) => !taken.Contains(name) && at.Value.TryGetProperty(name, out _);

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

    /// <summary>A member that the object cannot do without. If it is missing or broken, the object is not <see cref="IsComplete"/>.</summary>
    public T Required<T>(string name, Func<JsonCursor, T?> read)
        where T : class
    {
        ReportIfMissing(name);
        var value = Optional(name, read);
        IsComplete &= value is not null;
        return value!; // whoever reads an incomplete object throws it away
    }

    /// <inheritdoc cref="Required{T}(string, Func{JsonCursor, T?})"/>
    public T Required<T>(string name, Func<JsonCursor, T?> read)
        where T : struct
    {
        ReportIfMissing(name);
        var value = Optional(name, read);
        IsComplete &= value is not null;
        return value.GetValueOrDefault();
    }

    /// <summary>A member that the specification requires, but that is not needed to find the arrays.</summary>
    /// <param name="name">The name.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="assumed">Stands for a missing or broken value when reading salvages.</param>
    public T Required<T>(string name, Func<JsonCursor, T?> read, Func<T> assumed)
        where T : class => Salvage is null ? Required(name, read) : Optional(name, read) ?? assumed();

    /// <inheritdoc cref="Required{T}(string, Func{JsonCursor, T?}, Func{T})"/>
    public T Required<T>(string name, Func<JsonCursor, T?> read, Func<T> assumed)
        where T : struct => Salvage is null ? Required(name, read) : Optional(name, read) ?? assumed();

    /// <summary>Reports a required member that is missing.</summary>
    public void ReportIfMissing(string name)
    {
        if (Find(name) is null)
        {
            Report(name, StructureRules.MemberMissing, Severity.Error, "is required but missing");
        }
    }

    /// <summary>The members of another model that has the same ones.</summary>
    public T As<T>()
        where T : OmeObject, IJsonObject<T> => T.Read(this);

    /// <summary>A finding about a member, or about its absence.</summary>
    public void Report(string name, string rule, Severity severity, string message) => At(name, default).Report(rule, severity, message);

    /// <summary>The members that are left, in document order.</summary>
    public JsonMembers Rest()
    {
        if (at.Value.GetPropertyCount() == taken.Count)
        {
            return JsonMembers.None;
        }

        var rest = new OrderedDictionary<string, JsonElement>();
        foreach (var member in at.Value.EnumerateObject())
        {
            if (!IsTaken(member))
            {
                rest[member.Name] = member.Value;
            }
        }

        return new JsonMembers(rest);
    }

    private bool IsTaken(JsonProperty member)
    {
        foreach (var name in taken)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a member that was not read yet. A member that is null counts as absent, because some writers write null for what they do not have.</summary>
    private JsonCursor? Find(string name)
    {
        if (taken.Contains(name) || !at.Value.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            return At(name, value);
        }

        taken.Add(name);
        return null;
    }

    private JsonCursor At(string name, JsonElement value) => at.Member(name, value);

    private T Take<T>(string name, T value)
    {
        taken.Add(name);
        return value;
    }
}
