namespace OmeZarr.Writing.Parts;

/// <summary>Names that parts have or will have. Some file systems ignore case, so names that differ only in case are the same.</summary>
/// <param name="noun">What the parts are called in errors.</param>
internal sealed class TakenNames(string noun)
{
    private readonly Dictionary<string, (string Name, string Origin)> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">Another part has the name.</exception>
    internal void Take(string name, string origin)
    {
        if (!taken.TryAdd(name, (name, origin)))
        {
            var other = taken[name];
            var difference = other.Name == name ? string.Empty : $", as \"{other.Name}\", which differs only in case";
            throw new ArgumentException($"{noun} \"{name}\" was already {other.Origin}{difference}; choose another name");
        }
    }

    internal void Release(string name) => taken.Remove(name);
}
