using System.Diagnostics;
using OmeZarr.Rules.Checks;

namespace OmeZarr;

/// <summary>
/// Applies those rules of the specification that need no other node of the store. Problems that only reading can see, such as a number
/// written as text, are no part of a model: <see cref="OmeDocument.Validate"/> reports them, too.
/// </summary>
public static class Validation
{
    /// <summary>
    /// Everything that is wrong with the metadata of a node, in document order, the first 1,000 findings of it (<see cref="Finding"/>). None means that they
    /// are valid. Never throws; takes linear time.
    /// </summary>
    /// <param name="model">The metadata.</param>
    /// <param name="strict">Whether to report recommended members that are missing, too. Most images leave them out.</param>
    public static IReadOnlyList<Finding> Validate(this OmeMetadata model, bool strict = false) => model switch
    {
        null => throw new ArgumentNullException(nameof(model)),
        V05.LabelImage label => Run(label, strict, GroupChecks.Check),
        V05.Image image => Run(image, strict, ImageCheck.Check),
        V05.ImageLabel label => Run(label, strict, GroupChecks.Check),
        V05.LabelsGroup group => Run(group, strict, GroupChecks.Check),
        V05.Plate plate => Run(plate, strict, GroupChecks.Check),
        V05.Well well => Run(well, strict, GroupChecks.Check),
        V05.Bioformats2RawRoot root => Run(root, strict, GroupChecks.Check),
        V05.Series series => Run(series, strict, GroupChecks.Check),
        V04.LabelImage label => Run(label, strict, V04Checks.Check, is04: true),
        V04.Image image => Run(image, strict, V04Checks.Check, is04: true),
        V04.ImageLabel label => Run(label, strict, V04Checks.Check, is04: true),
        V04.LabelsGroup group => Run(group, strict, V04Checks.Check, is04: true),
        V04.Plate plate => Run(plate, strict, V04Checks.Check, is04: true),
        V04.Well well => Run(well, strict, V04Checks.Check, is04: true),
        V04.Bioformats2RawRoot root => Run(root, strict, V04Checks.Check, is04: true),
        V04.Series series => Run(series, strict, V04Checks.Check, is04: true),
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// Joins findings of reading and of rules. Reading reports a member of the wrong type more precisely than the rule about extra members,
    /// so the rule's findings are dropped.
    /// </summary>
    internal static IReadOnlyList<Finding> Validate<T>(this Parsed<T> document, bool strict = false)
        where T : OmeMetadata
    {
        var content = document.Value?.Validate(strict) ?? [];
        return document.Findings.Count == 0
            ? content
            : FindingList.Join(document.Findings.Concat(content.Where(f => f.RuleId != StructureRules.MemberType)).Distinct());
    }

    /// <summary>Applies some rules only, so that findings of others do not fill the list.</summary>
    internal static IReadOnlyList<Finding> Breaches(this V05.Image model, IReadOnlyCollection<string> rules)
    {
        var context = new ValidationContext(strict: false, only: rules);
        ImageCheck.Check(context, model);
        return context.Findings;
    }

    private static IReadOnlyList<Finding> Run<T>(T model, bool strict, Action<ValidationContext, T> check, bool is04 = false)
    {
        var context = new ValidationContext(strict, is04);
        check(context, model);
        return context.Findings;
    }
}
