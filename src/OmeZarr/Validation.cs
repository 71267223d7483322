using OmeZarr.Json;
using OmeZarr.Rules;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr;

/// <summary>
/// Applies those rules of the specification to models and documents that need no other node of the store.
/// Findings are given in document order, the first 1,000 of them (<see cref="Finding"/>); none means that the document is valid. Never throws; takes linear time.
/// With <c>strict</c>, recommended members that most images leave out are reported as missing, too.
/// </summary>
public static partial class Validation
{
    /// <summary>Everything that is wrong with an image.</summary>
    public static IReadOnlyList<Finding> Validate(this Image model, bool strict = false) => model is LabelImage label
        ? label.Validate(strict)
        : Run(model, strict, static (context, image) => ImageCheck.Check(context, image, Documents.Root));

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

    /// <summary>Everything that is wrong with an object <c>image-label</c>.</summary>
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

    /// <summary>Applies some rules only, so that findings of others do not fill the list.</summary>
    internal static IReadOnlyList<Finding> Breaches(this Image model, IReadOnlyCollection<string> rules)
    {
        var context = new ValidationContext(strict: false, only: rules);
        ImageCheck.Check(context, model, Documents.Root);
        return context.Findings;
    }

    private static IReadOnlyList<Finding> Run<T>(T model, bool strict, Action<ValidationContext, T> check, bool is04 = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        var context = new ValidationContext(strict, is04);
        check(context, model);
        return context.Findings;
    }

    /// <summary>
    /// Joins findings of reading and of rules. Reading reports a member of the wrong type more precisely than the rule about extra members, so the rule's findings are dropped.
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
