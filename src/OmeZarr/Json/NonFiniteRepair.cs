using System.Buffers;

namespace OmeZarr.Json;

/// <summary>
/// Puts bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> in quotation marks. Python's json module, and so zarr-python,
/// writes them bare.
/// </summary>
internal readonly ref struct NonFiniteRepair
{
    private static readonly SearchValues<byte> Starts = SearchValues.Create("\"NI"u8);

    private readonly List<int> places;

    private NonFiniteRepair(ReadOnlySpan<byte> text, List<int> places)
    {
        Text = text;
        this.places = places;
    }

    /// <summary>The text in quotes.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>How many numbers were put in quotes.</summary>
    public int Count => places.Count;

    /// <summary>Where the first of them is in <see cref="Text"/>.</summary>
    public int First => places[0];

    public static NonFiniteRepair Of(ReadOnlySpan<byte> json)
    {
        var places = new List<int>();
        var output = new ArrayBufferWriter<byte>();
        var copied = 0;
        for (var at = 0; Next(json, at) is var start and >= 0;)
        {
            var length = TokenLength(json[start..]);
            at = json[start] == '"' ? EndOfString(json, start) : start + Math.Max(1, length);
            if (length > 0)
            {
                var sign = start > copied && json[start - 1] == '-' ? 1 : 0;
                output.Write(json[copied..(start - sign)]);
                places.Add(output.WrittenCount);
                output.Write("\""u8);
                output.Write(json[(start - sign)..at]);
                output.Write("\""u8);
                copied = at;
            }
        }

        if (places.Count == 0)
        {
            return new NonFiniteRepair(json, places);
        }

        output.Write(json[copied..]);
        return new NonFiniteRepair(output.WrittenSpan, places);
    }

    /// <summary>Where a place in <see cref="Text"/> is in the text before the repair.</summary>
    public int OriginalIndex(int index)
    {
        var before = places.BinarySearch(index);
        return index - (2 * (before < 0 ? ~before : before));
    }

    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var index = json[from..].IndexOfAny(Starts);
        return index < 0 ? -1 : from + index;
    }

    private static int TokenLength(ReadOnlySpan<byte> rest) => rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : 0;

    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        var at = start + 1;
        while (at < json.Length && json[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var distance)
        {
            at += distance;
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }

        return json.Length;
    }
}
