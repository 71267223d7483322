using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public sealed class OmeWriterTests : IDisposable
{
    private static readonly Image Yx = Images.WithAxes(new SpaceAxis("y"), new SpaceAxis("x"));
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> DataTypes => [.. DataType.All.Select(type => type.Name)];

    public static TheoryData<string> Sources => ["array", "memory", "tensor", "strided", "function", "zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(DataTypes))]
    public async Task Pixels_of_every_data_type_come_back(string name)
    {
        var type = DataType.FromName(name)!;
        var elements = Generators.Elements(type, 7 * 9, seed: 5);
        var source = ArraySource.FromFunction([7, 9], type, (region, destination) => Copy(elements, [7, 9], region, destination, type.Size));
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Yx, source, new WriteOptions { Chunks = ChunkShape.Of(4, 4) });
        Assert.Equal(elements, await BytesAsync("image.zarr", 7 * 9 * type.Size));
    }

    [Theory]
    [InlineData("yx")]
    [InlineData("zyx")]
    [InlineData("cyx")]
    [InlineData("tyx")]
    [InlineData("czyx")]
    [InlineData("tcyx")]
    [InlineData("tczyx")]
    public async Task Images_of_two_to_five_axes_come_back(string axes)
    {
        var image = Image.FromDimensions([.. axes.Select(axis => new Dimension(axis.ToString()))], name: "µ");
        Shape shape = [.. axes.Select((_, i) => (long)i + 2)];
        var pixels = SmallImage.Pixels(shape);
        await OmeWriter.WriteImageAsync(folder["image.zarr"], image, ArraySource.FromMemory<ushort>(pixels, shape));
        var opened = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal(image, opened.Metadata);
        Assert.Equal(pixels, await opened.Levels[0].ReadAsync<ushort>());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Pixels_come_from_any_kind_of_source(string kind)
    {
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Yx, await SourceAsync(kind), new WriteOptions { Chunks = ChunkShape.Of(1, 2) });
        var opened = await OmeImage.OpenAsync(folder["image.zarr"]);
        var pixels = await opened.Levels[0].ReadAsync<int>();
        Assert.Equal([1, 2, 3, 4, 5, 6], pixels);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public async Task An_image_without_pixels_is_an_image(int y, int x)
    {
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Yx, new byte[y, x].AsSource());
        var opened = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal([y, x], opened.Levels[0].Shape);
        Assert.Empty(await opened.Levels[0].ReadAsync<byte>());
    }

    [Fact]
    public async Task Groups_on_the_way_to_a_dataset_are_made()
    {
        var image = Images.WithDatasets(new Dataset("pyramid/full/µ", new ScaleTransformation(1, 1, 1)));
        await OmeWriter.WriteImageAsync(folder["image.zarr"], image, new byte[1, 2, 3].AsSource());
        var files = folder.Files();
        Assert.Equal(
            ["image.zarr/pyramid/full/zarr.json", "image.zarr/pyramid/full/µ/zarr.json", "image.zarr/pyramid/zarr.json", "image.zarr/zarr.json"], files);
        Assert.Equal("pyramid/full/µ", (await OmeImage.OpenAsync(folder["image.zarr"])).Levels[0].Path);
    }

    [Fact]
    public async Task Extra_attributes_stand_beside_the_metadata()
    {
        var options = new WriteOptions { ExtraAttributes = { ["lab"] = "42", ["nothing"] = null, ["µ"] = new JsonArray(1, 2.5) } };
        await SmallImage.WriteAsync(folder["image.zarr"], options: options);
        var attributes = (await OmeImage.OpenAsync(folder["image.zarr"])).Group.Attributes;
        Assert.Equal(["ome", "lab", "nothing", "µ"], attributes.Select(attribute => attribute.Key));
        Assert.Equal("""["42",null,[1,2.5]]""", new JsonArray([.. attributes.Skip(1).Select(attribute => attribute.Value?.DeepClone())]).ToJsonString());
    }

    [Fact]
    public async Task Attributes_changed_while_writing_do_not_count()
    {
        var options = new WriteOptions { ExtraAttributes = { ["lab"] = 42 }, CompleteMetadata = image => image };
        options = options with { Progress = new Listener(_ => options.ExtraAttributes["ome"] = "mine") };
        await SmallImage.WriteAsync(folder["image.zarr"], options: options);
        Assert.Equal(1, await SmallImage.FirstValueAsync(folder["image.zarr"]));
    }

    [Fact]
    public async Task Metadata_can_be_completed_when_the_pixels_are_known()
    {
        var omero = new Omero { Channels = [Images.Channel, Images.Channel] };
        var options = new WriteOptions { ExtraAttributes = { ["lab"] = 42 }, CompleteMetadata = image => image with { Omero = omero } };
        await SmallImage.WriteAsync(folder["image.zarr"], options: options);
        var opened = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal(omero, opened.Metadata.Omero);
        Assert.Equal(["ome", "lab"], opened.Group.Attributes.Select(attribute => attribute.Key));
    }

    [Fact]
    public async Task Completed_metadata_is_checked_like_any_other()
    {
        await RequireRefusedAsync<ArgumentException>(_ => null!, "gave null");
        await RequireRefusedAsync<ArgumentException>(_ => Images.With(Images.Cyx with { Name = "other" }), "changed the multiscales");
        await RequireRefusedAsync<ArgumentException>(_ => Images.WithChannel(Images.Channel), "omero describes 1 channel,");
        await RequireRefusedAsync<OmeZarrException>(image => image with { Version = "9" }, "cannot be written");
    }

    private static void Copy(byte[] elements, Shape shape, Region region, Span<byte> destination, int size)
    {
        var row = (int)region.Shape[1] * size;
        for (var y = 0; y < region.Shape[0]; y++)
        {
            var start = (int)(((region.Offset[0] + y) * shape[1]) + region.Offset[1]) * size;
            elements.AsSpan(start, row).CopyTo(destination[(y * row)..]);
        }
    }

    private async Task<byte[]> BytesAsync(string path, int length)
    {
        IArraySource array = (await OmeImage.OpenAsync(folder[path])).Levels[0].ZarrArray;
        var bytes = new byte[length];
        await array.ReadAsync(Region.Whole(array.Shape), bytes, CancellationToken.None);
        return bytes;
    }

    /// <summary>The numbers 1 to 6 in two rows.</summary>
    private async Task<IArraySource> SourceAsync(string kind) => kind switch
    {
        "array" => new[,] { { 1, 2, 3 }, { 4, 5, 6 } }.AsSource(),
        "memory" => ArraySource.FromMemory<int>(new[] { 1, 2, 3, 4, 5, 6 }, [2, 3]),
        "tensor" => Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]).AsSource(),
        "strided" => ArraySource.FromStrided<int>(new[] { 1, 2, 3, 0, 4, 5, 6 }, [2, 3], [4, 1]),
        "function" => ArraySource.FromFunction<int>([2, 3], CountUp),
        _ => await ZarrSourceAsync(),
    };

    private static void CountUp(Region region, Span<int> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var (y, x) = Math.DivRem(i, (int)region.Shape[1]);
            destination[i] = (int)(((region.Offset[0] + y) * 3) + region.Offset[1] + x + 1);
        }
    }

    private async Task<IArraySource> ZarrSourceAsync()
    {
        await OmeWriter.WriteImageAsync(folder["first.zarr"], Yx, await SourceAsync("array"));
        return await ZarrArray.OpenAsync(folder["first.zarr/0"]);
    }

    private async Task RequireRefusedAsync<T>(Func<Image, Image> complete, string expected)
        where T : Exception
    {
        var error = await Assert.ThrowsAsync<T>(() => SmallImage.WriteAsync(folder["image.zarr"], options: new WriteOptions { CompleteMetadata = complete }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }
}
