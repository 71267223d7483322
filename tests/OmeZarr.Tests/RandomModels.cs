using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;

namespace OmeZarr.Tests;

/// <summary>Random models of 0.5, valid or not, with random unknown members at every level.</summary>
internal static class RandomModels
{
    public static readonly Gen<string> Text = Gen.OneOf("", "a", "µm", "x y", "\"quoted\"\n", "日本", "😀", "</script>");

    public static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(t => (JsonNode?)JsonValue.Create(t)),
        Gen.Long.Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.Double.Where(double.IsFinite).Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Const(0).Select(_ => (JsonNode?)null));

    public static readonly Gen<JsonNode?> Anything = Gen.Recursive<JsonNode?>((depth, self) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            self.Array[0, 3].Select(items => (JsonNode?)new JsonArray(items)),
            self.Array[0, 3].Select(items => (JsonNode?)new JsonObject(items.Select((item, i) => KeyValuePair.Create($"k{i}", item))))));

    public static readonly Gen<JsonMembers> Extra = Anything.Array[0, 3]
        .Select(items => (JsonMembers)new JsonObject(items.Select((item, i) => KeyValuePair.Create($"extra µ{i}", item))));

    public static readonly Gen<double> Number = Gen.OneOf(Gen.Double.Where(double.IsFinite), Gen.Int.Select(i => (double)i), Gen.OneOf(0.65, -0.0, 1e22));

    public static readonly Gen<ValueList<double>> Numbers = Number.Array[0, 5].Select(n => n.ToValueList());

    public static readonly Gen<Axis> AnyAxis =
        from name in Text
        from unit in Text.Null()
        from type in Gen.OneOf("space", "time", "channel", "angle", null)
        from extra in Extra
        select Axis.Create(name, type, unit) with { ExtraMembers = extra };

    public static readonly Gen<CoordinateTransformation> Transformation =
        from numbers in Numbers
        from extra in Extra
        from known in Gen.OneOf<CoordinateTransformation>(new ScaleTransformation(), new TranslationTransformation(), new UnknownTransformation("affine"))
        select (known switch
        {
            ScaleTransformation scale => scale with { Scale = numbers },
            TranslationTransformation translation => translation with { Translation = numbers },
            _ => known,
        }) with
        { ExtraMembers = extra };

    public static readonly Gen<ValueList<CoordinateTransformation>> Transformations = Transformation.Array[0, 3].Select(t => t.ToValueList());

    public static readonly Gen<Dataset> AnyDataset =
        from path in Text
        from transformations in Transformations
        from extra in Extra
        select new Dataset(path, transformations) { ExtraMembers = extra };

    public static readonly Gen<Multiscale> AnyMultiscale =
        from texts in Text.Null().Array[2]
        from axes in AnyAxis.Array[0, 4]
        from datasets in AnyDataset.Array[0, 3]
        from transformations in Transformations
        from metadata in Extra.Null()
        from extra in Extra
        select new Multiscale
        {
            Name = texts[0],
            Axes = axes.ToValueList(),
            Datasets = datasets.ToValueList(),
            CoordinateTransformations = transformations.Count == 0 ? null : transformations,
            Type = texts[1],
            Metadata = metadata,
            ExtraMembers = extra,
        };

    public static readonly Gen<OmeroChannel> AnyChannel =
        from n in Number.Array[4]
        from texts in Text.Null().Array[3]
        from flags in Gen.Bool.Array[4]
        from extra in Extra.Array[2]
        select new OmeroChannel
        {
            Window = flags[2] ? new OmeroWindow { Start = n[0], Min = n[1], End = n[2], Max = n[3], ExtraMembers = extra[0] } : null,
            Label = texts[0],
            Family = texts[1],
            Color = texts[2],
            Active = flags[0] ? flags[1] : null,
            Inverted = flags[1] ? flags[2] : null,
            Coefficient = flags[3] ? n[0] : null,
            ExtraMembers = extra[1],
        };

    public static readonly Gen<Omero> AnyOmero =
        from channels in AnyChannel.Array[0, 3]
        from numbers in Gen.Long.Array[3]
        from texts in Text.Null().Array[4]
        from extra in Extra.Array[2]
        from whole in Gen.Bool
        select new Omero
        {
            Channels = channels.ToValueList(),
            Id = whole ? numbers[0] : null,
            Name = texts[0],
            Version = texts[1],
            Rdefs = whole
                ? new OmeroRenderingDefs { Model = texts[2], DefaultT = numbers[1], DefaultZ = numbers[2], Projection = texts[3], ExtraMembers = extra[0] }
                : null,
            ExtraMembers = extra[1],
        };

    public static readonly Gen<Image> AnyImage =
        from multiscales in AnyMultiscale.Array[0, 2]
        from omero in AnyOmero.Null()
        from extra in Extra
        select new Image { Multiscales = multiscales.ToValueList(), Omero = omero, ExtraMembers = extra };
}
