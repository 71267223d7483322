using OmeZarr.Rules;

namespace OmeZarr.Planning;

/// <summary>Names of groups that the specification fixes, and checks of names that users give.</summary>
internal static class NodeNames
{
    /// <summary>The group of an image that holds its label images.</summary>
    internal const string LabelsGroup = "labels";

    /// <summary>The group of a collection that lists its series.</summary>
    internal const string SeriesGroup = "OME";

    /// <summary>The OME-XML of a collection, in that group.</summary>
    internal const string OmeXml = "METADATA.ome.xml";

    /// <summary>The metadata documents of both Zarr versions.</summary>
    internal static IReadOnlyList<string> Documents => StorableName.Documents;

    /// <summary>Checks the path of an array below an image.</summary>
    /// <exception cref="ArgumentException">The path is not portable, or it is inside the group of labels.</exception>
    internal static void RequireDataset(string path)
    {
        var names = path.Split('/');
        var problem = names[0].Equals(LabelsGroup, StringComparison.OrdinalIgnoreCase)
            ? $"the label images of an image are in its group {LabelsGroup}"
            : names.Select(name => StorableName.Problem(name)).FirstOrDefault(one => one is not null);
        if (problem is not null)
        {
            throw new ArgumentException($"\"{path}\" cannot be the path of a dataset: {problem}; choose numbers, such as \"0\"");
        }
    }

    /// <exception cref="ArgumentException">The name is not the name of a single node.</exception>
    internal static void Require(string what, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var problem = name.Contains('/', StringComparison.Ordinal) ? "it has a slash" : NodeName.Problem(name) ?? StorableName.Problem(name);
        if (problem is not null)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a {what}: {problem}; choose letters, digits, \"-\", \"_\" and \".\"");
        }
    }
}
