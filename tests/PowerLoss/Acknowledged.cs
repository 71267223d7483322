using System.Globalization;

namespace PowerLoss;

/// <summary>What a writer has said to be written: things by their names, each with the latest of its generations.</summary>
internal sealed class Acknowledged
{
    /// <summary>Printed when all is set up.</summary>
    internal const string Ready = "ready";

    /// <summary>Printed when all is written.</summary>
    internal const string Done = "done";

    private readonly Dictionary<string, int> generations = [];

    /// <summary>Names of the things.</summary>
    internal IEnumerable<string> Things => generations.Keys;

    /// <summary>The latest generation of a thing that was acknowledged; 0 if none was.</summary>
    internal int this[string thing] => generations.GetValueOrDefault(thing);

    /// <summary>Says that a thing is written. Console output is flushed after each line.</summary>
    internal static void Say(string thing, int generation) => Console.WriteLine($"{thing} {generation}");

    /// <summary>Reads the lines that a writer had printed when the power was cut.</summary>
    internal static Acknowledged Parse(IEnumerable<string> lines)
    {
        var acknowledged = new Acknowledged();
        foreach (var words in lines.Select(line => line.Split(' ')).Where(words => words.Length == 2))
        {
            acknowledged.generations[words[0]] = int.Parse(words[1], CultureInfo.InvariantCulture);
        }

        return acknowledged;
    }
}
