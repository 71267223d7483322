using System.Text.Json;

namespace OmeZarr.Writing.Dividing;

/// <summary>Parts that need only parts of earlier waves.</summary>
/// <param name="Ends">Where each part ends among the pieces of the wave. It begins where the part before it ends.</param>
/// <param name="Tasks">Where each task ends among the parts. No tasks: whoever finishes the plan does the parts.</param>
/// <param name="Bytes">Bytes of pixels that all parts read.</param>
/// <param name="LargestTask">Bytes of pixels that the largest task reads.</param>
internal sealed record Wave(IReadOnlyList<long> Ends, IReadOnlyList<int> Tasks, long Bytes, long LargestTask)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("bytes", Bytes);
        json.WriteNumber("largestTask", LargestTask);
        json.WriteStartArray("tasks");
        foreach (var end in Tasks)
        {
            json.WriteNumberValue(end);
        }

        json.WriteEndArray();
        json.WriteStartArray("parts");
        foreach (var end in Ends)
        {
            json.WriteNumberValue(end);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads the wave that begins here.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static Wave Read(ref JsonTokens tokens)
    {
        long? bytes = null, largest = null;
        long[]? ends = null, tasks = null;
        tokens.BeginObject("waves");
        while (tokens.NextMember() is { } name)
        {
            switch (name)
            {
                case "bytes": bytes = tokens.Integer(name); break;
                case "largestTask": largest = tokens.Integer(name); break;
                case "tasks": tasks = EndsOf(ref tokens, name); break;
                case "parts": ends = EndsOf(ref tokens, name); break;
                default: tokens.Skip(); break;
            }
        }

        return bytes is { } all && largest is { } most && ends is not null && tasks is not null && (tasks.Length == 0 || tasks[^1] == ends.Length)
            ? new Wave(ends, [.. tasks.Select(end => (int)end)], all, most)
            : throw JsonTokens.Damaged("waves");
    }

    /// <summary>Numbers, each larger than the one before.</summary>
    private static long[] EndsOf(ref JsonTokens tokens, string name)
    {
        var ends = new List<long>();
        tokens.BeginList(name);
        while (tokens.NextItem())
        {
            ends.Add(tokens.Integer(name) is var end && end > (ends.Count == 0 ? 0 : ends[^1]) ? end : throw JsonTokens.Damaged(name));
        }

        return [.. ends];
    }
}
