using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmeZarr.Tests.Reading;

/// <summary>A change of one value of a document.</summary>
/// <param name="Place">The location of the value.</param>
/// <param name="Change">The change.</param>
/// <param name="Document">The changed document.</param>
internal sealed record Mutation(string Place, string Change, JsonObject Document)
{
    public bool IsWrongType => Change.StartsWith("as ", StringComparison.Ordinal);

    public override string ToString() => $"{Place} {Change}";
}

/// <summary>All changes of the structure of a document, one at a time: each value deleted, null, of another type; each list empty, too short, too long.</summary>
internal static class Mutations
{
    private static readonly string[] Values = ["\"text\"", "-7", "1.5", "true", "{}", "[]", "[{}]"];

    public static IEnumerable<Mutation> Of(JsonObject document) => Places(document, string.Empty).SelectMany(place => At(document, place.Text, place.Steps));

    /// <summary>The document as text with one member twice, for each member of each object.</summary>
    public static IEnumerable<(string Place, string Text)> Twice(JsonObject document)
    {
        const string Mark = "twice:";
        foreach (var (place, steps) in Places(document, string.Empty).Where(place => place.Steps[^1] is string))
        {
            var copy = Changed(document, steps, (parent, step) => Set(parent, Mark + step, Value(parent, [step])!.DeepClone()));
            yield return (place, copy.ToJsonString().Replace($"\"{Mark}", "\"", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string Text, object[] Steps)> Places(JsonNode? node, string text, params object[] steps) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value, text.Length == 0 ? member.Key : $"{text}.{member.Key}", [.. steps, member.Key])),
        JsonArray items => items.Index().SelectMany(item => Below(item.Item, $"{text}[{item.Index}]", [.. steps, item.Index])),
        _ => [],
    };

    private static IEnumerable<(string, object[])> Below(JsonNode? node, string text, object[] steps) => [(text, steps), .. Places(node, text, steps)];

    private static IEnumerable<Mutation> At(JsonObject document, string place, object[] steps)
    {
        yield return new Mutation(place, "deleted", Changed(document, steps, Delete));
        yield return new Mutation(place, "null", Changed(document, steps, (parent, step) => Set(parent, step, null)));
        var kind = KindOf(Value(document, steps)!);
        foreach (var value in Values.Where(value => KindOf(JsonNode.Parse(value)!) != kind))
        {
            yield return new Mutation(place, $"as {value}", Changed(document, steps, (parent, step) => Set(parent, step, JsonNode.Parse(value))));
        }

        if (Value(document, steps) is JsonArray { Count: > 0 })
        {
            yield return new Mutation(place, "empty", Changed(document, steps, (parent, step) => List(parent, step).Clear()));
            yield return new Mutation(place, "too short", Changed(document, steps, (parent, step) => List(parent, step).RemoveAt(List(parent, step).Count - 1)));
            yield return new Mutation(place, "too long", Changed(document, steps, (parent, step) => List(parent, step).Add(List(parent, step)[^1]!.DeepClone())));
        }
    }

    private static JsonValueKind KindOf(JsonNode value) => value.GetValueKind() is var kind && kind == JsonValueKind.False ? JsonValueKind.True : kind;

    private static JsonObject Changed(JsonObject document, object[] steps, Action<JsonNode, object> change)
    {
        var copy = document.DeepClone().AsObject();
        change(Value(copy, steps[..^1])!, steps[^1]);
        return copy;
    }

    private static JsonNode? Value(JsonNode root, object[] steps) => steps.Aggregate((JsonNode?)root, (node, step) => step is int index ? node![index] : node![(string)step]);

    private static JsonArray List(JsonNode parent, object step) => Value(parent, [step])!.AsArray();

    private static void Set(JsonNode parent, object step, JsonNode? value)
    {
        if (step is int index)
        {
            parent[index] = value;
        }
        else
        {
            parent[(string)step] = value;
        }
    }

    private static void Delete(JsonNode parent, object step)
    {
        if (step is int index)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove((string)step);
        }
    }
}
