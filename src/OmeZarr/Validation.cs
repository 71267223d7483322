using OmeZarr.Json;
using OmeZarr.Rules;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr;

/// <summary>
/// Judges models and documents by the rules of the specification that can be decided without looking at anything else in the store.
/// Findings are given in document order, the first 1,000 of them (<see cref="Finding"/>); none means that the document is valid. Never throws; takes linear time.
/// With <c>strict</c>, members that are recommended but mostly left out are missed as well.
/// </summary>
public static partial class Validation
{
    /// <summary>Everything that is wrong with an image.</summary>
    public static IReadOnlyList<Finding> Validate(this Image model, bool strict = false) => model is LabelImage label
        ? label.Validate(strict)
        : Run(model, strict, static (report, image) => ImageCheck.Check(report, image, Documents.Root));

    /// <summary>
    /// Everything that is wrong with the document of an image: its structure, as found when it was read, then the content that could be
    /// read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<Image> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a label image.</summary>
    public static IReadOnlyList<Finding> Validate(this LabelImage model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of a label image: its structure, as found when it was read, then the content that
    /// could be read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<LabelImage> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with what stands under <c>image-label</c>.</summary>
    public static IReadOnlyList<Finding> Validate(this ImageLabel model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of what stands under <c>image-label</c>: its structure, as found when it was read,
    /// then the content that could be read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<ImageLabel> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a group of labels.</summary>
    public static IReadOnlyList<Finding> Validate(this LabelsGroup model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of a group of labels: its structure, as found when it was read, then the content that
    /// could be read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<LabelsGroup> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a plate.</summary>
    public static IReadOnlyList<Finding> Validate(this Plate model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of a plate: its structure, as found when it was read, then the content that could be
    /// read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<Plate> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a well.</summary>
    public static IReadOnlyList<Finding> Validate(this Well model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of a well: its structure, as found when it was read, then the content that could be
    /// read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<Well> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with the root of a collection.</summary>
    public static IReadOnlyList<Finding> Validate(this Bioformats2RawRoot model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of the root of a collection: its structure, as found when it was read, then the
    /// content that could be read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<Bioformats2RawRoot> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with the order of a collection.</summary>
    public static IReadOnlyList<Finding> Validate(this Series model, bool strict = false) => Run(model, strict, GroupChecks.Check);

    /// <summary>
    /// Everything that is wrong with the document of the order of a collection: its structure, as found when it was read, then the
    /// content that could be read.
    /// </summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<Series> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>What breaks certain rules, however much breaks others.</summary>
    internal static IReadOnlyList<Finding> Breaches(this Image model, IReadOnlyCollection<string> rules)
    {
        var report = new Report(strict: false, only: rules);
        ImageCheck.Check(report, model, Documents.Root);
        return report.Findings;
    }

    private static IReadOnlyList<Finding> Run<T>(T model, bool strict, Action<Report, T> check, bool is04 = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var report = new Report(strict, is04);
        check(report, model);
        return report.Findings;
    }

    /// <summary>
    /// The reader knows better what is wrong with a member, and where, than the rule that only sees that it was left over.
    /// </summary>
    internal static IReadOnlyList<Finding> Merge(ValueList<Finding> structure, IReadOnlyList<Finding> content) => structure.Count == 0
        ? content
        : FindingList.Join(structure.Concat(content.Where(f => f.RuleId != StructureRules.MemberType)).Distinct());

    private static IReadOnlyList<Finding> Merge<T>(Parsed<T> document, Func<T, IReadOnlyList<Finding>> validate)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(document);
        return Merge(document.Findings, document.Value is { } model ? validate(model) : []);
    }
}
