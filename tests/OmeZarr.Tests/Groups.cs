using System.Text.Json.Nodes;
using OmeZarr.V05;

namespace OmeZarr.Tests;

/// <summary>Small valid documents that are no images, for tests to change in one place.</summary>
internal static class Groups
{
    public static ImageLabel ImageLabel { get; } = new()
    {
        Colors = [new LabelColor(1, 0, 128, 0, 255), new LabelColor(2)],
        Properties = [new LabelProperty(1, new JsonObject { ["area"] = 12, ["class"] = "cell" }), new LabelProperty(2)],
        Source = new LabelSource { Image = "../../" },
    };

    public static PlateDef PlateDef { get; } = new()
    {
        Columns = [new Column("1"), new Column("02")],
        Rows = [new Row("A"), new Row("AB")],
        Wells = [new PlateWell("A/1", 0, 0), new PlateWell("AB/02", 1, 1)],
        Acquisitions = [Acquisition, new Acquisition(1)],
        FieldCount = 1,
        Name = "screen 7",
    };

    public static Acquisition Acquisition => new(0) { Name = "first", MaximumFieldCount = 1, Description = "µ", StartTime = 0, EndTime = 1 };

    public static WellDef WellDef { get; } = new() { Images = [new FieldOfView("0", 0), new FieldOfView("1")] };

    public static Plate Plate(PlateDef definition) => new() { Definition = definition };

    public static Plate Plate(Acquisition acquisition) => Plate(PlateDef with { Acquisitions = [acquisition] });

    public static Well Well(params ValueList<FieldOfView> images) => new() { Definition = WellDef with { Images = images } };

    public static LabelsGroup Labels(params ValueList<string> paths) => new() { Labels = paths };

    public static Series Series(params ValueList<string> paths) => new() { Paths = paths };
}
