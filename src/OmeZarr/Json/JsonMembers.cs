using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr;

/// <summary>
/// Members of a JSON object as they were read: names and raw values, in their order. Immutable. Records keep members in it that the
/// specification does not define, so that writing does not lose them. It also holds free-form objects, such as the metadata of a multiscale.
/// </summary>
/// <remarks>
/// Compared by content: the same names with equal JSON values, in any order; <c>1</c> and <c>1.0</c> are equal. Made from a
/// <see cref="JsonObject"/>: <c>JsonMembers extra = new JsonObject { ["@id"] = "top" };</c>. Of a repeated name the last value counts.
/// </remarks>
public sealed class JsonMembers : IEnumerable<KeyValuePair<string, JsonElement>>, IEquatable<JsonMembers>
{
    private readonly OrderedDictionary<string, JsonElement> members;

    internal JsonMembers(OrderedDictionary<string, JsonElement> members) => this.members = members;

    /// <summary>No members.</summary>
    public static JsonMembers None { get; } = new([]);

    /// <summary>Number of members.</summary>
    public int Count => members.Count;

    /// <summary>The names, in document order.</summary>
    public IEnumerable<string> Names => members.Keys;

    /// <summary>The value of a member.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public JsonElement this[string name] => members[name];

    /// <summary>A copy of the members of <paramref name="json"/>.</summary>
    public static implicit operator JsonMembers(JsonObject json) => From(json);

    /// <summary>A copy of the members of <paramref name="json"/>.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite, which JSON does not have; the message says where.</exception>
    /// <exception cref="System.Text.Json.JsonException">The object is nested deeper than 128 levels.</exception>
    public static JsonMembers From(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return From(JsonText.ToElement(json));
    }

    /// <summary>Whether there is a member of that name.</summary>
    public bool Contains(string name) => members.ContainsKey(name);

    /// <summary>The value of a member, if there is one.</summary>
    public bool TryGetValue(string name, out JsonElement value) => members.TryGetValue(name, out value);

    /// <inheritdoc/>
    public bool Equals(JsonMembers? other) =>
        other is not null && Count == other.Count
        && members.All(m => other.TryGetValue(m.Key, out var value) && JsonElement.DeepEquals(m.Value, value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonMembers);

    /// <inheritdoc/>
    public override int GetHashCode() => JsonText.HashOf(members);

    /// <summary>The members as a JSON object.</summary>
    public override string ToString() => JsonText.Write(indented: false, WriteTo);

    /// <summary>Enumerates the members in document order.</summary>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal JsonMembers Without(string name) => new(new(members.Where(member => member.Key != name)));

    /// <summary>These members with others, which replace those of the same name.</summary>
    internal JsonMembers With(JsonMembers others)
    {
        var all = new OrderedDictionary<string, JsonElement>(members);
        foreach (var (name, value) in others)
        {
            all[name] = value;
        }

        return new JsonMembers(all);
    }

    internal static JsonMembers From(JsonElement json)
    {
        var members = new OrderedDictionary<string, JsonElement>();
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return new JsonMembers(members);
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            JsonSpelling.WriteTo(json, value);
        }

        json.WriteEndObject();
    }
}
