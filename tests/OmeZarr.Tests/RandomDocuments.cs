using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;
using static OmeZarr.Tests.RandomModels;

namespace OmeZarr.Tests;

/// <summary>A document, the model that it was made from, and what it should be recognised as.</summary>
internal sealed record Sample(OmeMetadata Model, JsonObject Json, OmeDocumentKind Kind, string Version, OmeDocumentForm Form)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Text => Json.ToJsonString(Relaxed);
}

/// <summary>Random documents of every kind, version and form.</summary>
internal static class RandomDocuments
{
    private static readonly Gen<ValueList<string>> Texts = Text.Array[0, 3].Select(t => t.ToValueList());

    private static readonly Gen<ImageLabel> AnyLabel =
        from values in Gen.Long.Array[0, 3]
        from rgba in Gen.Int.Array[0, 4].Null()
        from extra in Extra.Array[4]
        from image in Text.Null()
        from flags in Gen.Bool.Array[3]
        select new ImageLabel
        {
            Colors = flags[0] ? [.. values.Select(v => new LabelColor(v) { Rgba = rgba?.ToValueList(), ExtraMembers = extra[0] })] : null,
            Properties = flags[1] ? [.. values.Select(v => new LabelProperty(v, extra[1]))] : null,
            Source = flags[2] ? new LabelSource { Image = image, ExtraMembers = extra[2] } : null,
            Version = flags[0] ? "0.5" : null,
            ExtraMembers = extra[3],
        };

    private static readonly Gen<PlateDef> AnyPlate =
        from names in Texts
        from extra in Extra.Array[4]
        from numbers in Gen.Int.Array[3]
        from whole in Gen.Bool
        from name in Text.Null()
        select new PlateDef
        {
            Columns = [.. names.Select(n => new Column(n) { ExtraMembers = extra[0] })],
            Rows = [.. names.Select(n => new Row(n))],
            Wells = [.. names.Select(n => new PlateWell(n, numbers[0], numbers[1]) { ExtraMembers = extra[1] })],
            Acquisitions = whole ? [new Acquisition(numbers[2]) { Name = name, StartTime = numbers[0], ExtraMembers = extra[2] }] : null,
            FieldCount = whole ? numbers[2] : null,
            Name = name,
            Version = whole ? "0.5" : null,
            ExtraMembers = extra[3],
        };

    private static readonly Gen<WellDef> AnyWell =
        from paths in Texts
        from acquisition in Gen.Long
        from whole in Gen.Bool
        from extra in Extra.Array[2]
        select new WellDef
        {
            Images = [.. paths.Select(p => new FieldOfView(p, whole ? acquisition : null) { ExtraMembers = extra[0] })],
            Version = whole ? null : "0.5",
            ExtraMembers = extra[1],
        };

    /// <summary>Models of 0.5 of every kind.</summary>
    public static readonly Gen<OmeMetadata> Models =
        from image in AnyImage
        from label in AnyLabel
        from plate in AnyPlate
        from well in AnyWell
        from paths in Texts
        from extra in Extra
        from model in Gen.OneOf<OmeMetadata>(
            image,
            new LabelImage(image, label),
            new Plate { Definition = plate, Bioformats2RawLayout = paths.Count == 0 ? 3 : null, ExtraMembers = extra },
            new Well { Definition = well, ExtraMembers = extra },
            new LabelsGroup { Labels = paths, ExtraMembers = extra },
            new Series { Paths = paths, ExtraMembers = extra },
            new Bioformats2RawRoot { Layout = paths.Count, ExtraMembers = extra })
        select model;

    /// <summary>The same models in 0.4.</summary>
    public static readonly Gen<OmeMetadata> Models04 = Models.Select(ToV04);

    /// <summary>Documents of both versions, in every form that the version has.</summary>
    public static readonly Gen<Sample> Samples =
        from model in Models
        from old in Gen.Bool
        from form in Gen.Enum<OmeDocumentForm>()
        from extra in Extra.Array[2]
        select old ? Plain(ToV04(model)) : Wrap(Plain(model), form, extra);

    public static OmeMetadata ToV04(OmeMetadata model) => model switch
    {
        Image m => m.ToV04().Value,
        Plate m => m.ToV04().Value,
        Well m => m.ToV04().Value,
        LabelsGroup m => m.ToV04().Value,
        Series m => m.ToV04().Value,
        Bioformats2RawRoot m => m.ToV04().Value,
        _ => throw new ArgumentException($"{model.GetType()}", nameof(model)),
    };

    private static Sample Plain(OmeMetadata model) =>
        new(model, model.ToJson(), model.Kind, model.GetType().Namespace == typeof(Image).Namespace ? "0.5" : "0.4", OmeDocumentForm.Metadata);

    private static Sample Wrap(Sample sample, OmeDocumentForm form, JsonMembers[] extra)
    {
        if (form == OmeDocumentForm.Metadata)
        {
            return sample;
        }

        var attributes = Parse(extra[0]);
        attributes.Insert(0, "ome", sample.Json);
        var json = form == OmeDocumentForm.Attributes
            ? attributes
            : new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = attributes, ["rest"] = Parse(extra[1]) };
        return sample with { Json = json, Form = form };
    }

    private static JsonObject Parse(JsonMembers members) => JsonNode.Parse(members.ToString())!.AsObject();
}
