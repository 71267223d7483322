using System.Text.Json;

namespace OmeZarr.Json;

/// <summary>Writes a JSON object member by member, in the order of the calls. Members without a value are left out.</summary>
internal sealed class ObjectWriter
{
    private readonly Utf8JsonWriter json;
    private readonly HashSet<string> written = [];

    public ObjectWriter(Utf8JsonWriter json)
    {
        this.json = json;
        json.WriteStartObject();
    }

    public ObjectWriter String(string name, string? value) => Member(name, value, (json, v) => json.WriteStringValue(v));

    public ObjectWriter Members(string name, JsonMembers? value) => Member(name, value, (json, v) => v.WriteTo(json));

    public ObjectWriter Boolean(string name, bool? value) => Member(name, value, (json, v) => json.WriteBooleanValue(v));

    public ObjectWriter Integer(string name, long? value) => Member(name, value, (json, v) => json.WriteNumberValue(v));

    public ObjectWriter Float(string name, double? value) => Member(name, value, WriteFloat);

    public ObjectWriter Floats(string name, ValueList<double>? value) => OptionalList(name, value, WriteFloat);

    public ObjectWriter List<T>(string name, ValueList<T> value, Action<Utf8JsonWriter, T> write) => OptionalList<T>(name, value, write);

    public ObjectWriter OptionalList<T>(string name, ValueList<T>? value, Action<Utf8JsonWriter, T> write) => Member(name, value, (json, list) =>
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            write(json, item);
        }

        json.WriteEndArray();
    });

    public ObjectWriter Member<T>(string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is not null)
        {
            Name(name);
            write(json, value);
        }

        return this;
    }

    public ObjectWriter Member<T>(string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : struct
    {
        if (value is not null)
        {
            Name(name);
            write(json, value.Value);
        }

        return this;
    }

    /// <summary>
    /// Writes the extra members and closes the object. Names that were written before are skipped.
    /// </summary>
    public void End(JsonMembers extra)
    {
        foreach (var (name, value) in extra)
        {
            if (!written.Contains(name))
            {
                json.WritePropertyName(name);
                JsonSpelling.WriteTo(json, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteFloat(Utf8JsonWriter json, double value) =>
        json.WriteRawValue(JsonText.Float(value), skipInputValidation: true);

    private void Name(string name)
    {
        written.Add(name);
        json.WritePropertyName(name);
    }
}
