namespace OmeZarr.Rules;

/// <summary>Checks that several kinds of document share.</summary>
internal static class Common
{
    public static IEnumerable<Violation> When(bool broken, string place, string message)
    {
        if (broken)
        {
            yield return new(place, message);
        }
    }

    public static IEnumerable<Violation> NotEmpty(int? count, string place) => When(count == 0, place, "must have at least one entry");

    /// <summary>For lists in which entries can be equal in every member.</summary>
    public static IEnumerable<Violation> Unique<T>(IEnumerable<T> values, string place)
        where T : notnull => Repeats.Of(values).Select(r => new Violation($"{place}[{r.Index}]", $"equals entry {r.First}"));

    /// <summary>For lists whose entries have a key: a name, a path, a number.</summary>
    public static IEnumerable<Violation> UniqueKeys<T>(IEnumerable<T> keys, string place, string member)
        where T : notnull => Repeats.Of(keys).Select(r => new Violation($"{place}[{r.Index}]{member}", $"\"{r.Value}\" is that of entry {r.First} already"));

    public static IEnumerable<Violation> NodeNames(IEnumerable<string> paths, string place, string member = "") =>
        from path in paths.Index()
        let problem = NodeName.Problem(path.Item)
        where problem is not null
        select new Violation($"{place}[{path.Index}]{member}", $"\"{path.Item}\" is not the path of a node: {problem}");

    public static IEnumerable<Violation> RiskyNames(IEnumerable<string> paths, string place, string member = "") =>
        from path in paths.Index()
        let risky = string.Concat(NodeName.RiskyCharacters(path.Item))
        where risky.Length > 0 && NodeName.Problem(path.Item) is null
        select new Violation($"{place}[{path.Index}]{member}", $"\"{path.Item}\" has characters that not every store can hold: {risky}");

    public static bool IsAlphanumeric(string text) => text.Length > 0 && text.All(char.IsAsciiLetterOrDigit);
}
