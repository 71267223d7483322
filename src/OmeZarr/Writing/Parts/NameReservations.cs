namespace OmeZarr.Writing.Parts;

/// <summary>Reserved names of parts. Names that differ only in case are duplicates, because some file systems ignore case.</summary>
/// <param name="noun">The noun for a part in error messages.</param>
internal sealed class NameReservations(string noun)
{
    private readonly Dictionary<string, (string Name, string Origin)> reserved = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">The name is already reserved.</exception>
    internal void Reserve(string name, string origin)
    {
        if (!reserved.TryAdd(name, (name, origin)))
        {
            var other = reserved[name];
            var difference = other.Name == name ? string.Empty : $", as \"{other.Name}\", which differs only in case";
            throw new ArgumentException($"{noun} \"{name}\" was already {other.Origin}{difference}; choose another name");
        }
    }

    internal void Release(string name) => reserved.Remove(name);
}
