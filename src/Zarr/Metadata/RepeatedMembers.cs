using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>Members that are there twice in one JSON object. Of these the last counts, as in the readers of Python and JavaScript.</summary>
internal static class RepeatedMembers
{
    private const int MostKept = 1000;
    private const int LongestPath = 300;

    /// <summary>Paths of the members that are there twice, such as <c>ome.multiscales[0].name</c>: the first thousand, in document order.</summary>
    internal static IReadOnlyList<string> PathsIn(JsonElement value)
    {
        var paths = new List<string>();
        Find(value, null, paths);
        return paths;
    }

    /// <summary>The value without the members that a later one of the same name replaces.</summary>
    internal static JsonNode? KeepLast(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    members[member.Name] = KeepLast(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(KeepLast)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(value);
        }
    }

    private static void Find(JsonElement value, Place? at, List<string> paths)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>();
            foreach (var member in value.EnumerateObject())
            {
                var place = new Place(at, member.Name, 0);
                if (!names.Add(member.Name) && paths.Count < MostKept)
                {
                    paths.Add(place.ToString());
                }

                Find(member.Value, place, paths);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, item) in value.EnumerateArray().Index())
            {
                Find(item, new Place(at, null, i), paths);
            }
        }
    }

    /// <summary>A member or an item. Its path becomes text only if it is reported, because names can be long.</summary>
    private sealed record Place(Place? Parent, string? Name, int Index)
    {
        public override string ToString()
        {
            var text = new StringBuilder();
            AppendTo(text);
            return text.Length <= LongestPath ? text.ToString() : $"{text.ToString(0, LongestPath)}…";
        }

        private void AppendTo(StringBuilder text)
        {
            Parent?.AppendTo(text);
            if (text.Length <= LongestPath)
            {
                text.Append(Name is null ? $"[{Index}]" : text.Length == 0 ? Name : $".{Name}");
            }
        }
    }
}
