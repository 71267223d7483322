using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Warnings about metadata reach the caller of every writer, once for each image.</summary>
public sealed class WriterFindingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> found = [];

    public static TheoryData<string> Writers => AllWriters.Names;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Every_image_is_reported_with_its_path(string writer)
    {
        var making = new Making(folder["x.zarr"]) { Image = WithUnit("parsnip"), Options = Options(Making.FewChunks), HasLabels = false, Fills = false };
        await AllWriters.MakeAsync(writer, making);
        string[] expected = writer switch
        {
            "plate" or "plate, prepared" => ["A/1/0: axis-unit", "B/2/0: axis-unit"],
            "plate, builder" => ["A/1/0: axis-unit"],
            "collection, builder" => ["0: axis-unit"],
            "collection" or "collection, prepared" => ["0: axis-unit", "1: axis-unit"],
            "labels, builder" or "labels, prepared" => ["cells: axis-unit"],
            _ => [": axis-unit"],
        };
        Assert.Equal(expected, found.Where(line => !line.Contains("label-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_plate_is_reported_as_the_root()
    {
        Plate plate = Groups.Plate(new Acquisition(0) { Name = "first", MaximumFieldCount = 1, StartTime = 2, EndTime = 1 });
        var well = new WellFields("A", "1", SmallPlate.Field("0", acquisition: 0));
        await OmeWriter.WritePlateAsync(folder["a.zarr"], [well], plate, Options(SmallImage.Chunked));
        Assert.Equal([": acquisition-time-order"], found);
        found.Clear();
        await using var builder = new PlateBuilder(folder["b.zarr"], plate, Options(SmallImage.Chunked));
        await builder.WriteAsync(well);
        Assert.Equal([": acquisition-time-order"], found);
    }

    [Fact]
    public async Task Valid_metadata_is_not_reported()
    {
        await OmeWriter.WriteImageAsync(folder["a.zarr"], SmallImage.Metadata, SmallImage.Sources(), Options(SmallImage.Chunked));
        Assert.Empty(found);
    }

    [Fact]
    public async Task Completed_metadata_counts_and_not_that_which_was_given()
    {
        var channels = Omero.FromChannels(["a", "b"], [Images.Window, Images.Window]) with { Rdefs = new OmeroRenderingDefs { Model = "colour" } };
        var image = SmallImage.Metadata with { Omero = null };
        var options = Options(SmallImage.Chunked) with { CompleteMetadata = given => given with { Omero = channels } };
        await OmeWriter.WriteImageAsync(folder["a.zarr"], image, SmallImage.Sources(), options);
        Assert.Equal(["omero-model"], found.Select(line => line.TrimStart(':', ' ')));
    }

    private WriteOptions Options(WriteOptions options) => options with { Findings = (path, finding) => found.Add($"{path}: {finding.RuleId}") };

    private static Image WithUnit(string unit)
    {
        var multiscale = SmallImage.Metadata.Multiscales[0];
        ValueList<Axis> axes = [.. multiscale.Axes.SkipLast(1), new SpaceAxis("x", unit)];
        return SmallImage.Metadata with { Multiscales = [multiscale with { Axes = axes }] };
    }
}
