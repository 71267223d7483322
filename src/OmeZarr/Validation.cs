using OmeZarr.Json;
using OmeZarr.Rules;
using OmeZarr.V05;

namespace OmeZarr;

/// <summary>Judges models and documents by the rules of the specification that can be decided without looking at any array.</summary>
public static class Validation
{
    /// <summary>Everything that is wrong with an image, in document order; nothing if it is valid. Never throws; linear in the size of the image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="strict">Whether members that are recommended but mostly left out (name, type, metadata) are missed as well.</param>
    public static IReadOnlyList<Finding> Validate(this Image image, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        return ImageCheck.Run(image, strict);
    }

    /// <summary>Everything that is wrong with a document: first its structure, as found when it was read, then its content as far as it could be read.</summary>
    /// <param name="document">What reading the document leniently gave.</param>
    /// <param name="strict">Whether members that are recommended but mostly left out (name, type, metadata) are missed as well.</param>
    public static IReadOnlyList<Finding> Validate(this Parsed<Image> document, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Merge(document.Findings, document.Value is { } image ? image.Validate(strict) : []);
    }

    /// <summary>The reader knows better what is wrong with a member, and where, than the rule that only sees that it was left over.</summary>
    private static List<Finding> Merge(ValueList<Finding> structure, IReadOnlyList<Finding> content) =>
        [.. structure.Concat(content.Where(f => structure.Count == 0 || f.RuleId != StructureRules.MemberType)).Distinct()];
}
