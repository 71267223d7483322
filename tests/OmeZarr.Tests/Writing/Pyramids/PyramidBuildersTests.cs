using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>Plates, collections and builders compute levels, for images that are written at once and for prepared ones.</summary>
public sealed class PyramidBuildersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_has_the_levels_of_each_field_and_label()
    {
        await OmeWriter.WritePlateAsync(folder["p.zarr"], [new("A", "1", Field("0"), Field("1")), new("B", "2", Field("0"))], null, PyramidImage.Options);
        foreach (var field in new[] { "A/1/0", "A/1/1", "B/2/0" })
        {
            await RequireAsync($"p.zarr/{field}");
        }
    }

    [Fact]
    public async Task A_builder_of_plates_writes_and_prepares_levels()
    {
        await using (var plate = new PlateBuilder(folder["p.zarr"], null, PyramidImage.Options))
        {
            await plate.WriteWellAsync("A", "1", Field("0"));
            await FillAsync(await plate.AddWell("B", "2", new Field("0", PyramidImage.Metadata, ArraySpec.Of(PyramidImage.Source)) { Labels = [PyramidImage.LabelSpec] }).PrepareAsync(), "B/2/0/");
        }

        await RequireAsync("p.zarr/A/1/0");
        await RequireAsync("p.zarr/B/2/0");
    }

    [Fact]
    public async Task A_collection_has_the_levels_of_each_image_and_label()
    {
        await OmeWriter.WriteBioformats2RawAsync(folder["c.zarr"], [Series("0"), Series("1")], null, PyramidImage.Options);
        await RequireAsync("c.zarr/0");
        await RequireAsync("c.zarr/1");
    }

    [Fact]
    public async Task A_builder_of_collections_writes_and_prepares_levels()
    {
        await using (var collection = new Bioformats2RawBuilder(folder["c.zarr"], null, PyramidImage.Options))
        {
            await collection.WriteImageAsync(Series("a"));
            await FillAsync(await collection.AddSeries(new SeriesImage("b", PyramidImage.Metadata, ArraySpec.Of(PyramidImage.Source)) { Labels = [PyramidImage.LabelSpec] }).PrepareAsync(), "b/");
        }

        await RequireAsync("c.zarr/a");
        await RequireAsync("c.zarr/b");
    }

    [Fact]
    public async Task A_builder_of_labels_follows_the_image_above()
    {
        await OmeWriter.WriteImageAsync(folder["i.zarr"], PyramidImage.Metadata, PyramidImage.Source, PyramidImage.Options);
        await using (var labels = new LabelsBuilder(folder["i.zarr/labels"], PyramidImage.Options with { Pyramid = Pyramid.Isotropic }))
        {
            await labels.WriteLabelAsync(PyramidImage.Label);
            var arrays = await labels.AddLabel(new Label("masks", PyramidImage.LabelMetadata, ArraySpec.Of(PyramidImage.MaskSource)) { Chunks = ChunkShape.Of(6, 5) }).PrepareAsync();
            await arrays["masks/0"].WriteAsync(PyramidImage.MaskSource);
        }

        await PyramidImage.RequireLevelsAsync(folder["i.zarr/labels/cells"], PyramidImage.MaskSource, Downsampling.Mode);
        await PyramidImage.RequireLevelsAsync(folder["i.zarr/labels/masks"], PyramidImage.MaskSource, Downsampling.Mode);
    }

    [Fact]
    public async Task Labels_without_an_image_follow_the_option()
    {
        await using (var labels = new LabelsBuilder(folder["labels"], PyramidImage.Options))
        {
            await labels.WriteLabelAsync(PyramidImage.Label);
        }

        await PyramidImage.RequireLevelsAsync(folder["labels/cells"], PyramidImage.MaskSource, Downsampling.Mode);
    }

    private static async Task FillAsync(PreparedArrays arrays, string image)
    {
        await arrays[$"{image}0"].WriteAsync(PyramidImage.Source);
        await arrays[$"{image}labels/cells/0"].WriteAsync(PyramidImage.MaskSource);
    }

    private static Field Field(string name) => new(name, PyramidImage.Metadata, PyramidImage.Source) { Labels = [PyramidImage.Label] };

    private static SeriesImage Series(string name) => new(name, PyramidImage.Metadata, PyramidImage.Source) { Labels = [PyramidImage.Label] };

    private async Task RequireAsync(string image)
    {
        await PyramidImage.RequireLevelsAsync(folder[image], PyramidImage.Source, Downsampling.Mean);
        await PyramidImage.RequireLevelsAsync(folder[$"{image}/labels/cells"], PyramidImage.MaskSource, Downsampling.Mode);
    }
}
