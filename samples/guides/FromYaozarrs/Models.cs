using System.Text.Json.Nodes;
using OmeZarr;
using OmeZarr.V05;

namespace Guides.FromYaozarrs;

/// <summary>The models of yaozarrs.v05 and v04.</summary>
internal static class Models
{
    internal static Task RunAsync()
    {
        Axes();
        var image = Images();
        Display();
        Labels(image);
        Plates();
        Collections();
        Json(image);
        return Task.CompletedTask;
    }

    private static void Axes()
    {
        Axis axis = new SpaceAxis("x", "micrometer");
        Expect.Same("space", axis.Type);
        Axis time = new TimeAxis("t", "second");
        Axis channel = new ChannelAxis("c");
        Axis custom = new CustomAxis("angle");
        Expect.Same(("time", "channel", null), (time.Type, channel.Type, custom.Type));
        Expect.Same("x", axis.Name);
        Expect.Same("micrometer", axis.Unit);
    }

    private static Image Images()
    {
        var scale = new ScaleTransformation(1, 0.5);
        var translation = new TranslationTransformation(0, 0.25);
        var dataset = new Dataset("0", scale, translation);
        Expect.Same(2, scale.Scale.Count);
        Expect.Same(2, translation.Translation.Count);
        Expect.Same(scale, dataset.ScaleTransform);
        Expect.Same(translation, dataset.TranslationTransform);
        CoordinateTransformation either = dataset.CoordinateTransformations[0];
        Expect.Same("scale", either.Type);
        Expect.Same("0", dataset.Path);

        var multiscale = new Multiscale
        {
            Name = "cells",
            Axes = [new SpaceAxis("y"), new SpaceAxis("x")],
            Datasets = [dataset],
            CoordinateTransformations = [new ScaleTransformation(1, 1)],
            Type = "gaussian",
            Metadata = new JsonObject { ["method"] = "skimage" },
        };
        Expect.Same(2, multiscale.Axes.Count);

        var x = new Dimension("x", 0.5, "micrometer") { Type = "space", ScaleFactor = 2, Translation = 0 };
        var made = Multiscale.FromDimensions([new Dimension("t"), new Dimension("c"), new Dimension("y"), x], "cells", levels: 3);
        Expect.Same("time, channel, space, space", string.Join(", ", made.Axes.Select(one => one.Type)));
        Expect.Same(new ScaleTransformation(1, 1, 4, 2), made.Datasets[2].ScaleTransform);

        var image = new Image { Multiscales = [multiscale] };
        Expect.Same("0.5", image.Version);
        return image;
    }

    private static void Display()
    {
        var window = new OmeroWindow { Start = 100, Min = 0, End = 2000, Max = 65535 };
        var channel = new OmeroChannel { Window = window, Color = "#0f0", Label = "GFP", Family = "linear", Active = true, Inverted = false, Coefficient = 1 };
        Expect.Same("00FF00", new OmeroChannel { Color = "00FF00" }.Color);
        var rdefs = new OmeroRenderingDefs { Model = "color", DefaultT = 0, DefaultZ = 0, Projection = "normal" };
        var omero = new Omero { Channels = [channel], Id = 1, Name = "cells", Version = "0.5", Rdefs = rdefs };
        Expect.Same(1, omero.Channels.Count);
    }

    private static void Labels(Image image)
    {
        var colors = new LabelColor(1, 255, 0, 0, 255);
        var property = new LabelProperty(1, new JsonObject { ["class"] = "mitosis" });
        var imageLabel = new ImageLabel { Colors = [colors], Properties = [property], Source = new LabelSource { Image = "../../" } };
        var label = new LabelImage(image, imageLabel);
        Expect.Same(imageLabel, label.ImageLabel);
        var group = new LabelsGroup { Labels = ["cells"] };
        Expect.Same(0, group.Validate().Count);
    }

    private static void Plates()
    {
        var acquisition = new Acquisition(0) { MaximumFieldCount = 1, Name = "first", Description = "before", StartTime = 0, EndTime = 1 };
        var definition = new PlateDef
        {
            Columns = [new Column("1")],
            Rows = [new Row("A")],
            Wells = [new PlateWell("A/1", rowIndex: 0, columnIndex: 0)],
            Acquisitions = [acquisition],
            FieldCount = 1,
            Name = "screen",
        };
        var plate = new Plate { Definition = definition, Bioformats2RawLayout = 3 };
        Expect.Same(0, plate.Validate().Count);
        var well = new Well { Definition = new WellDef { Images = [new FieldOfView("0", acquisition: 0)] } };
        Expect.Same(0, well.Validate().Count);
    }

    private static void Collections()
    {
        var root = new Bioformats2RawRoot();
        Expect.Same(3, root.Layout);
        var series = new Series { Paths = ["0", "1"] };
        Expect.Same(2, series.Paths.Count);
    }

    private static void Json(Image image)
    {
        OmeMetadata any = image;
        var text = any.ToJsonText(indented: true);
        var json = image.ToJson();
        var same = Image.Parse(json);
        Expect.Same(true, same == image);
        var renamed = image with { Omero = null };
        Expect.Same(image, renamed);

        var group = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = new JsonObject { ["ome"] = image.ToJson() } };
        Expect.Same(OmeDocumentForm.Group, OmeDocument.Parse(group).Form);
        Expect.Same(OmeDocumentForm.Attributes, OmeDocument.Parse(new JsonObject { ["ome"] = image.ToJson() }).Form);
        Expect.Same(true, text.Contains("gaussian", StringComparison.Ordinal));

        OmeZarr.V04.Image old = image.ToV04().Value;
        Expect.Same("0.4", old.Multiscales[0].Version);
        Expect.Same(image, old.ToV05().Value);

        // Lists of unique items are lists; the rules find what is there twice.
        var twice = image with { Multiscales = [image.Multiscales[0], image.Multiscales[0]] };
        Expect.Same("multiscales-unique", twice.Validate()[0].RuleId);
    }
}
