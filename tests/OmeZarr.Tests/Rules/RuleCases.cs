using System.Text.Json.Nodes;
using OmeZarr.V05;
using static OmeZarr.Tests.Images;

namespace OmeZarr.Tests.Rules;

/// <summary>What validation says about a model that keeps a rule narrowly and about one that breaks it, and where it does.</summary>
internal sealed record RuleCase(string Rule, IReadOnlyList<Finding> Valid, IReadOnlyList<Finding> Invalid, string Location)
{
    /// <summary>The same about the models of 0.4.</summary>
    public (IReadOnlyList<Finding> Valid, IReadOnlyList<Finding> Invalid)? In04 { get; init; }
}

/// <summary>Cases for each rule about images.</summary>
internal static class RuleCases
{
    private static readonly SpaceAxis Y = new("y");
    private static readonly SpaceAxis X = new("x");
    private static readonly SpaceAxis Z = new("z");
    private static readonly TimeAxis T = new("t");
    private static readonly ChannelAxis C = new("c");
    private static readonly ScaleTransformation Scale = new(1, 1, 1);
    private static readonly TranslationTransformation Shift = new(0, -1, 0);

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. new[] { Documents(), Axes(), Datasets(), Transformations(), Omero() }.SelectMany(cases => cases)
            .Select(c => new RuleCase(c.Rule, c.Valid.Validate(strict: true), c.Invalid.Validate(strict: true), c.Location) { In04 = (In04(c.Valid), In04(c.Invalid)) }),
        .. GroupRuleCases.All,
        .. Versions(),
    ];

    private static IEnumerable<(string Rule, Image Valid, Image Invalid, string Location)> Documents() =>
    [
        ("member-type", Valid with { ExtraMembers = new JsonObject { ["omer"] = 1 } }, Valid with { ExtraMembers = new JsonObject { ["omero"] = 1 } }, "ome.omero"),
        ("version", Valid, Valid with { Version = "0.4" }, "ome.version"),
        ("multiscales-empty", Valid, new Image { Multiscales = [] }, "ome.multiscales"),
        ("multiscales-unique", Twice(Cyx with { Name = "other" }), Twice(Cyx with { }), "ome.multiscales[1]"),
        ("multiscale-name", With(Cyx), With(Cyx with { Name = null }), "ome.multiscales[0].name"),
        ("multiscale-type", With(Cyx with { Type = "mean" }), With(Cyx), "ome.multiscales[0].type"),
        ("multiscale-metadata", With(Cyx with { Metadata = JsonMembers.None }), With(Cyx), "ome.multiscales[0].metadata"),
    ];

    private static IEnumerable<(string Rule, Image Valid, Image Invalid, string Location)> Axes() =>
    [
        ("axes-count", WithAxes(T, C, Z, Y, X), WithAxes(T, C, new CustomAxis("a"), Z, Y, X), "ome.multiscales[0].axes"),
        ("axes-space-count", WithAxes(Y, X), WithAxes(T, C, X), "ome.multiscales[0].axes"),
        ("axes-time-count", WithAxes(T, Y, X), WithAxes(T, new TimeAxis("s"), Y, X), "ome.multiscales[0].axes"),
        ("axes-channel-count", WithAxes(T, new CustomAxis("a"), Y, X), WithAxes(C, new CustomAxis("a"), Y, X), "ome.multiscales[0].axes"),
        ("axes-order", WithAxes(T, C, Y, X), WithAxes(C, T, Y, X), "ome.multiscales[0].axes"),
        ("axes-zyx", WithAxes(Z, Y, X), WithAxes(X, Y, Z), "ome.multiscales[0].axes"),
        ("axis-name", WithAxes(new SpaceAxis(" "), X), WithAxes(new SpaceAxis(""), X), "ome.multiscales[0].axes[0].name"),
        ("axis-names-unique", WithAxes(new SpaceAxis("X"), X), WithAxes(X, new SpaceAxis("x", "meter")), "ome.multiscales[0].axes[1].name"),
        ("axis-type", WithAxes(C, Y, X), WithAxes(new CustomAxis("c", "Channel"), Y, X), "ome.multiscales[0].axes[0].type"),
        ("axis-unit", WithAxes(new TimeAxis("t", "day"), new SpaceAxis("y", "foot"), X), WithAxes(Y, new SpaceAxis("x", "um")), "ome.multiscales[0].axes[1].unit"),
    ];

    private static IEnumerable<(string Rule, Image Valid, Image Invalid, string Location)> Datasets() =>
    [
        ("datasets-empty", WithDatasets(new Dataset("0", Scale)), WithDatasets(), "ome.multiscales[0].datasets"),
        ("dataset-path", WithDatasets(new Dataset("path/to/0", Scale)), WithDatasets(new Dataset("../0", Scale)), "ome.multiscales[0].datasets[0].path"),
        ("dataset-path-risky", WithDatasets(new Dataset("aux0", Scale)), WithDatasets(new Dataset("0/aux", Scale)), "ome.multiscales[0].datasets[0].path"),
        ("dataset-path-risky", WithDatasets(new Dataset("s_0-a.b", Scale)), WithDatasets(new Dataset("level 0", Scale)), "ome.multiscales[0].datasets[0].path"),
        ("dataset-paths-unique", Levels([1, 1, 1], [1, 1, 1]), WithDatasets(new Dataset("0", Scale), new Dataset("0", Scale)), "ome.multiscales[0].datasets[1].path"),
        ("datasets-dimensions", Levels([1, 1, 1], [1, 2, 2]), Levels([1, 1, 1], [1, 2]), "ome.multiscales[0].datasets[1]"),
        ("datasets-order", Levels([1, 1, 2], [1, 2, 1]), Levels([1, 2, 1], [1, 1, 2]), "ome.multiscales[0].datasets[1]"),
        ("datasets-order-axis", Levels([2, 1, 1], [1, 1, 2]), Levels([1, 1, 2], [1, 2, 1]), "ome.multiscales[0].datasets[1]"),
    ];

    private static IEnumerable<(string Rule, Image Valid, Image Invalid, string Location)> Transformations()
    {
        const string At = "ome.multiscales[0].datasets[0].coordinateTransformations";
        return
        [
            ("transformation-type", WithTransformations(Scale), WithTransformations(Scale, new UnknownTransformation("identity")), $"{At}[1]"),
            ("scale-count", WithTransformations(Scale), WithTransformations(), At),
            ("scale-count", With(Cyx), With(Cyx with { CoordinateTransformations = [Scale, Scale] }), "ome.multiscales[0].coordinateTransformations"),
            ("translation-count", WithTransformations(Scale, Shift), WithTransformations(Scale, Shift, Shift), At),
            ("transformations-order", WithTransformations(Scale, Shift), WithTransformations(Shift, Scale), $"{At}[0]"),
            ("scale-length", WithTransformations(Scale), WithTransformations(new ScaleTransformation(1, 1)), $"{At}[0]"),
            ("scale-values", WithTransformations(new ScaleTransformation(1, 1e-300, 1)), WithTransformations(new ScaleTransformation(1, 1, 0)), $"{At}[0].scale[2]"),
            ("scale-values", WithTransformations(Scale), WithTransformations(new ScaleTransformation(double.NaN, 1, 1)), $"{At}[0].scale[0]"),
            ("translation-length", WithTransformations(Scale, Shift), WithTransformations(Scale, new TranslationTransformation(1, 1, 1, 1)), $"{At}[1]"),
            ("translation-values", WithTransformations(Scale, Shift), WithTransformations(Scale, new TranslationTransformation(1, 1, double.PositiveInfinity)), $"{At}[1].translation[2]"),
        ];
    }

    private static IEnumerable<(string Rule, Image Valid, Image Invalid, string Location)> Omero() =>
    [
        ("omero-channels", WithChannel(Channel), Valid with { Omero = new Omero { Channels = [] } }, "ome.omero.channels"),
        ("omero-model", WithModel("greyscale"), WithModel("colour"), "ome.omero.rdefs.model"),
        ("omero-window-missing", WithChannel(Channel), WithChannel(Channel with { Window = null }), "ome.omero.channels[0].window"),
        ("omero-window-values", WithWindow(Window), WithWindow(Window with { End = double.NaN }), "ome.omero.channels[0].window"),
        ("omero-window-range", WithWindow(Window with { Start = -5, End = 1e9 }), WithWindow(Window with { Start = 2000 }), "ome.omero.channels[0].window.start"),
        ("omero-window-range", WithWindow(Window with { Min = 65535 }), WithWindow(Window with { Min = 65536 }), "ome.omero.channels[0].window.min"),
        ("omero-color-missing", WithChannel(Channel), WithChannel(Channel with { Color = null }), "ome.omero.channels[0].color"),
        ("omero-coefficient", WithChannel(Channel), WithChannel(Channel with { Coefficient = double.NaN }), "ome.omero.channels[0].coefficient"),
        ("omero-color", WithChannel(Channel with { Color = "#0f0" }), WithChannel(Channel with { Color = "00FF00FF" }), "ome.omero.channels[0].color"),
    ];

    /// <summary>In 0.4 versions are recommended in four places.</summary>
    private static IEnumerable<RuleCase> Versions()
    {
        var image = OmeConvert.ToV04(Valid).Value;
        var label = OmeConvert.ToV04(Groups.ImageLabel).Value;
        var plate = OmeConvert.ToV04(Groups.Plate(Groups.PlateDef)).Value;
        var well = OmeConvert.ToV04(Groups.Well(new FieldOfView("0"))).Value;
        foreach (var (rule, version) in new[] { ("version", "0.5"), ("version-recommended", null) })
        {
            yield return Case(rule, v => (image with { Multiscales = [image.Multiscales[0] with { Version = v }] }).Validate(), version, "multiscales[0].version");
            yield return Case(rule, v => (label with { Version = v }).Validate(), version, "image-label.version");
            yield return Case(rule, v => (plate with { Definition = plate.Definition with { Version = v } }).Validate(), version, "plate.version");
            yield return Case(rule, v => (well with { Definition = well.Definition with { Version = v } }).Validate(), version, "well.version");
        }
    }

    private static RuleCase Case(string rule, Func<string?, IReadOnlyList<Finding>> judge, string? wrong, string location) =>
        new(rule, judge("0.4"), judge(wrong), location);

    private static IReadOnlyList<Finding> In04(Image image) => OmeConvert.ToV04(image).Value.Validate(strict: true);

    private static Image Twice(Multiscale second) => new() { Multiscales = [Cyx, second] };

    private static Image Levels(ValueList<double> first, ValueList<double> second) =>
        WithDatasets(new Dataset("0", new ScaleTransformation(first)), new Dataset("1", new ScaleTransformation(second)));

    private static Image WithWindow(OmeroWindow window) => WithChannel(Channel with { Window = window });

    private static Image WithModel(string model) =>
        Valid with { Omero = new Omero { Channels = [Channel], Rdefs = new OmeroRenderingDefs { Model = model } } };
}
