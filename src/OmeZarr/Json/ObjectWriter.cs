using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>Writes a JSON object member by member, in the order of the calls. Members without a value are left out.</summary>
internal sealed class ObjectWriter
{
    private readonly Utf8JsonWriter? json;

    // Few: as many as the specification defines.
    private readonly List<string> names = [];

    private ObjectWriter(Utf8JsonWriter? json) => this.json = json;

    /// <summary>Writes a whole object. Extra members follow, except those with the name of a member that was written.</summary>
    public static void Write(Utf8JsonWriter json, OmeObject value)
    {
        var members = new ObjectWriter(json);
        json.WriteStartObject();
        value.Write(members);
        foreach (var (name, extra) in value.ExtraMembers)
        {
            if (!members.names.Contains(name))
            {
                json.WritePropertyName(name);
                JsonSpelling.WriteTo(json, extra);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>The names of all members that the specification defines for such an object, in its order. Writes nothing.</summary>
    public static IReadOnlyList<string> NamesOf(OmeObject value)
    {
        var members = new ObjectWriter(null);
        value.Write(members);
        return members.names;
    }

    public ObjectWriter String(string name, string? value) => Member(name, value, static (json, text) => json.WriteStringValue(text));

    public ObjectWriter Boolean(string name, bool? value) => Member(name, value, static (json, flag) => json.WriteBooleanValue(flag.GetValueOrDefault()));

    public ObjectWriter Integer(string name, long? value) => Member(name, value, static (json, number) => json.WriteNumberValue(number.GetValueOrDefault()));

    public ObjectWriter Float(string name, double? value) => Member(name, value, static (json, number) => WriteFloat(json, number.GetValueOrDefault()));

    public ObjectWriter Members(string name, JsonMembers? value) => Member(name, value, static (json, members) => members?.WriteTo(json));

    public ObjectWriter Strings(string name, ValueList<string>? values) => List<string>(name, values, static (json, text) => json.WriteStringValue(text));

    public ObjectWriter Integers(string name, ValueList<int>? values) => List<int>(name, values, static (json, number) => json.WriteNumberValue(number));

    public ObjectWriter Floats(string name, ValueList<double>? values) => List<double>(name, values, WriteFloat);

    public ObjectWriter Object(string name, OmeObject? value) => Member(name, value, static (json, inner) => Write(json, inner!));

    public ObjectWriter Objects(string name, IReadOnlyList<OmeObject>? values) => List(name, values, Write);

    private ObjectWriter List<T>(string name, IReadOnlyList<T>? values, Action<Utf8JsonWriter, T> write) => Member(name, values, (json, list) =>
    {
        json.WriteStartArray();
        foreach (var item in list!)
        {
            write(json, item);
        }

        json.WriteEndArray();
    });

    private ObjectWriter Member<T>(string name, T value, Action<Utf8JsonWriter, T> write)
    {
        if (json is null)
        {
            names.Add(name);
        }
        else if (value is not null)
        {
            names.Add(name);
            json.WritePropertyName(name);
            write(json, value);
        }

        return this;
    }

    private static void WriteFloat(Utf8JsonWriter json, double value) =>
        json.WriteRawValue(JsonText.Float(value), skipInputValidation: true);
}
