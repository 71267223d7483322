using OmeZarr.Rules;

namespace OmeZarr;

/// <content>The same for OME-Zarr 0.4.</content>
public static partial class Validation
{
    /// <summary>Everything that is wrong with an image of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.Image model, bool strict = false) => model is V04.LabelImage label
        ? label.Validate(strict)
        : Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of an image of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.Image> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a label image of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.LabelImage model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of a label image of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.LabelImage> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with an object <c>image-label</c> of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.ImageLabel model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of what stands under <c>image-label</c> of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.ImageLabel> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a group of labels of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.LabelsGroup model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of a group of labels of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.LabelsGroup> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a plate of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.Plate model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of a plate of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.Plate> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with a well of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.Well model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of a well of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.Well> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with the root of a collection of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.Bioformats2RawRoot model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of the root of a collection of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.Bioformats2RawRoot> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));

    /// <summary>Everything that is wrong with the order of a collection of 0.4.</summary>
    public static IReadOnlyList<Finding> Validate(this V04.Series model, bool strict = false) => Run(model, strict, V04Validator.Check, is04: true);

    /// <summary>Everything that is wrong with the document of the order of a collection of 0.4: structure, then content.</summary>
    public static IReadOnlyList<Finding> Validate(this Parsed<V04.Series> document, bool strict = false) =>
        Merge(document, model => model.Validate(strict));
}
