using System.Text.Json.Nodes;

namespace OmeZarr.Writing.Dividing;

/// <summary>Parts that need only parts of earlier waves.</summary>
/// <param name="Ends">Where each part ends among the pieces of the wave. It begins where the part before it ends.</param>
/// <param name="Tasks">Where each task ends among the parts. No tasks: whoever finishes the plan does the parts.</param>
/// <param name="Bytes">Bytes of pixels that all parts read.</param>
/// <param name="LargestTask">Bytes of pixels that the largest task reads.</param>
internal sealed record Wave(IReadOnlyList<long> Ends, IReadOnlyList<int> Tasks, long Bytes, long LargestTask)
{
    internal JsonObject ToJson() => new()
    {
        ["bytes"] = Bytes,
        ["largestTask"] = LargestTask,
        ["tasks"] = new JsonArray([.. Tasks.Select(end => JsonValue.Create(end))]),
        ["parts"] = new JsonArray([.. Ends.Select(end => JsonValue.Create(end))]),
    };

    internal static Wave Parse(JsonNode? node)
    {
        var json = DivisionJson.Object(node, "waves");
        long[] ends = [.. DivisionJson.List(json, "parts").Select(end => DivisionJson.Integer(end, "parts"))];
        int[] tasks = [.. DivisionJson.List(json, "tasks").Select(end => checked((int)DivisionJson.Integer(end, "tasks")))];
        return Grows(ends) && Grows([.. tasks.Select(end => (long)end)]) && (tasks.Length == 0 || tasks[^1] == ends.Length)
            ? new Wave(ends, tasks, DivisionJson.Integer(json, "bytes"), DivisionJson.Integer(json, "largestTask"))
            : throw DivisionJson.Damaged("waves");
    }

    private static bool Grows(long[] ends) => ends.Zip(ends.Prepend(0)).All(pair => pair.First > pair.Second);
}
