using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Every way to write a hierarchy, by a name that says which; each makes all it makes in one step, which lands whole or not at all.</summary>
internal static class AllWriters
{
    private static readonly Dictionary<string, Func<Making, Task>> Ways = new()
    {
        ["image"] = m => OmeWriter.WriteImageAsync(m.Path, m.Image, m.Sources, m.Options, m.Labels, m.Token),
        ["image, prepared"] = async m =>
        {
            await using var arrays = await OmeWriter.PrepareImageAsync(m.Path, m.Image, m.Specs, m.Options, m.LabelSpecs, m.Token);
            await m.FillAsync(arrays);
        },
        ["plate"] = m => OmeWriter.WritePlateAsync(m.Path, [new("A", "1", Field(m, "0")), new("B", "2", Field(m, "0"))], null, m.Options, m.Token),
        ["plate, builder"] = async m =>
        {
            await using var plate = new PlateBuilder(m.Path, null, m.Options);
            await plate.WriteWellAsync("A", "1", [Field(m, "0")], m.Token);
        },
        ["plate, prepared"] = async m =>
        {
            await using var plate = new PlateBuilder(m.Path, null, m.Options);
            plate.AddWell("A", "1", [FieldSpec(m, "0")]).AddWell("B", "2", [FieldSpec(m, "0")]);
            await m.FillAsync(await plate.PrepareAsync(m.Token));
        },
        ["collection"] = m => OmeWriter.WriteBioformats2RawAsync(m.Path, [Series(m, "0"), Series(m, "1")], null, m.Options, m.Token),
        ["collection, builder"] = async m =>
        {
            await using var collection = new Bioformats2RawBuilder(m.Path, null, m.Options);
            await collection.WriteImageAsync(Series(m, "0"), m.Token);
        },
        ["collection, prepared"] = async m =>
        {
            await using var collection = new Bioformats2RawBuilder(m.Path, null, m.Options);
            collection.AddSeries(SeriesSpec(m, "0")).AddSeries(SeriesSpec(m, "1"));
            await m.FillAsync(await collection.PrepareAsync(m.Token));
        },
        ["labels, builder"] = async m =>
        {
            await using var labels = new LabelsBuilder(m.LabelsPath, m.Options);
            await labels.WriteLabelAsync(new Label("cells", new LabelImage(m.Image, new ImageLabel()), m.Sources), m.Token);
        },
        ["labels, prepared"] = async m =>
        {
            await using var labels = new LabelsBuilder(m.LabelsPath, m.Options);
            labels.AddLabel(new Label("cells", new LabelImage(m.Image, new ImageLabel()), m.Specs)).AddLabel(SmallLabels.Spec("masks"));
            await m.FillAsync(await labels.PrepareAsync(m.Token));
        },
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    /// <summary>Whether the pixels are written after the hierarchy has landed.</summary>
    public static bool Prepares(string writer) => writer.EndsWith("prepared", StringComparison.Ordinal);

    /// <summary>Whether it adds labels to an image.</summary>
    public static bool AddsLabels(string writer) => writer.StartsWith("labels", StringComparison.Ordinal);

    /// <summary>What an error about an image begins with.</summary>
    public static string Context(string writer) => writer.Split(',')[0] switch
    {
        "image" => string.Empty,
        "plate" => "well A/1, field 0: ",
        "collection" => "series 0: ",
        _ => "label cells: ",
    };

    /// <summary>The group that is made.</summary>
    public static string Root(string writer, string path) => AddsLabels(writer) ? new Making(path).LabelsPath : path;

    /// <summary>What <see cref="WriteOptions.Overwrite"/> replaces.</summary>
    public static string Replaced(string writer, string path) => AddsLabels(writer) ? Path.Join(Root(writer, path), "cells") : path;

    public static Task MakeAsync(string writer, Making making) => Ways[writer](making);

    private static Field Field(Making m, string name) => new(name, m.Image, m.Sources) { Labels = m.Labels };

    private static Field FieldSpec(Making m, string name) => new(name, m.Image, m.Specs) { Labels = m.LabelSpecs };

    private static SeriesImage Series(Making m, string name) => new(name, m.Image, m.Sources) { Labels = m.Labels };

    private static SeriesImage SeriesSpec(Making m, string name) => new(name, m.Image, m.Specs) { Labels = m.LabelSpecs };
}
