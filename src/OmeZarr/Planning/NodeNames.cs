using OmeZarr.Rules;

namespace OmeZarr.Planning;

/// <summary>Names that users give to groups.</summary>
internal static class NodeNames
{
    /// <exception cref="ArgumentException">It is no name of one node, so it would lead nowhere or out of the hierarchy.</exception>
    internal static void Require(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var problem = name.Contains('/', StringComparison.Ordinal) ? "it has a slash" : NodeName.Problem(name);
        if (problem is not null)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}: {problem}; choose letters, digits, \"-\", \"_\" and \".\"");
        }
    }
}
