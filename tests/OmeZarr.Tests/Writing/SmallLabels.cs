using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Label images for <see cref="SmallImage"/>, in versions that can be told apart by their pixels.</summary>
internal static class SmallLabels
{
    public static LabelImage Metadata { get; } = new(Images.Valid, Groups.ImageLabel with { Source = null });

    /// <summary>The metadata as it is written.</summary>
    public static LabelImage Written { get; } = new(Images.Valid, Groups.ImageLabel);

    public static IReadOnlyList<ArraySpec> Specs { get; } = [.. SmallImage.Shapes.Select(shape => new ArraySpec(shape, DataType.UInt32))];

    public static uint[] Pixels(Shape shape, uint first = 1) => [.. Enumerable.Range(0, (int)shape.ElementCount).Select(value => first + (uint)value)];

    /// <summary>Pixels that count up from a first value.</summary>
    public static IReadOnlyList<IArraySource> Sources(uint first = 1) =>
        [.. SmallImage.Shapes.Select(shape => ArraySource.FromMemory<uint>(Pixels(shape, first), shape))];

    public static Label Label(string name, uint first = 1) => new(name, Metadata, Sources(first));

    public static Label Spec(string name) => new(name, Metadata, Specs);

    /// <summary>Adds a label image to a group of labels.</summary>
    public static async Task WriteAsync(string path, string name, WriteOptions? options = null)
    {
        await using var labels = new LabelsBuilder(path, options ?? SmallImage.Chunked);
        await labels.WriteLabelAsync(Label(name));
    }

    /// <summary>The first value of the label image at a path, after all its pixels and its metadata were compared.</summary>
    public static async Task<uint> FirstValueAsync(string path)
    {
        var image = await OmeImage.OpenAsync(path);
        var pixels = await image.Levels[0].ReadAsync<uint>();
        Xunit.Assert.Equal(Pixels(SmallImage.Shapes[0], pixels[0]), pixels);
        Xunit.Assert.Equal(Pixels(SmallImage.Shapes[1], pixels[0]), await image.Levels[1].ReadAsync<uint>());
        var isBelowImage = File.Exists(System.IO.Path.Join(path, "../../zarr.json"));
        Xunit.Assert.Equal(isBelowImage ? Written : Metadata, LabelImage.Parse(image.Group.Attributes["ome"]!.AsObject()));
        return pixels[0];
    }

    /// <summary>What the document of a labels group lists.</summary>
    public static async Task<IReadOnlyList<string>> ListedAsync(string path) =>
        LabelsGroup.Parse((await ZarrGroup.OpenAsync(path)).Attributes["ome"]!.AsObject()).Labels;
}
