namespace OmeZarr.Rules;

/// <summary>Checks shared by rules of several kinds of document.</summary>
internal static class RuleHelpers
{
    public static IEnumerable<Violation> When(bool broken, string place, string message)
    {
        if (broken)
        {
            yield return new(place, message);
        }
    }

    public static IEnumerable<Violation> NotEmpty(int? count, string place) => When(count == 0, place, "must have at least one entry");

    /// <summary>Reports list entries that equal an earlier entry in every member.</summary>
    public static IEnumerable<Violation> Unique<T>(IEnumerable<T> values, string place)
        where T : notnull => Duplicates.Of(values).Select(r => new Violation($"{place}[{r.Index}]", $"equals entry {r.First}"));

    /// <summary>Reports list entries whose key (a name, path or number) equals the key of an earlier entry.</summary>
    public static IEnumerable<Violation> UniqueKeys<T>(IEnumerable<T> keys, string place, string member)
        where T : notnull => Duplicates.Of(keys).Select(r => new Violation($"{place}[{r.Index}]{member}", $"\"{r.Value}\" is that of entry {r.First} already"));

    public static IEnumerable<Violation> NodeNames(IEnumerable<string> paths, string place) =>
        from path in paths.Index()
        let problem = NodeName.Problem(path.Item)
        where problem is not null
        select new Violation($"{place}[{path.Index}]", $"\"{path.Item}\" is not the path of a node: {problem}");

    public static IEnumerable<Violation> RiskyNames(IEnumerable<string> paths, string place) =>
        from path in paths.Index()
        where NodeName.Problem(path.Item) is null
        let risk = NodeName.Risk(path.Item)
        where risk is not null
        select new Violation($"{place}[{path.Index}]", $"\"{path.Item}\" {risk}");

    public static bool IsAlphanumeric(string text) => text.Length > 0 && text.All(char.IsAsciiLetterOrDigit);
}
