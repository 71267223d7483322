using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>What cannot be written is refused by every writer and builder in the same words, before a pixel is asked for and without any change on disk.</summary>
public sealed class RefusedEverywhereTests : IDisposable
{
    private static readonly Dictionary<string, (Type Type, string Message, Func<Making, Making> Change)> Cases = new()
    {
        ["an array too few"] = Bad("number of data arrays (1) must match number of datasets in metadata (2)", m => m with { Levels = [m.Levels[0]] }),
        ["an array too many"] = Bad("number of data arrays (3) must match number of datasets in metadata (2)", m => m with { Levels = [.. m.Levels, m.Levels[1]] }),
        ["no array"] = Bad("number of data arrays (0) must match number of datasets in metadata (2)", m => m with { Levels = [] }),
        ["two multiscales"] = Bad(
            "an image to be written has exactly one multiscale, this one has 2", m => m with { Image = new Image { Multiscales = [Images.Cyx, Images.Cyx with { Name = "other" }] } }),
        ["a dimension too few"] = Bad("level \"1\" has 2 dimensions (3, 3), the image has 3 axes (c, y, x)", m => m with { Levels = [m.Levels[0], Source([3, 3])] }),
        ["a level that grows"] = Bad("level \"1\" (2 x 9 x 3) is larger along y than the level before it (2 x 5 x 6)", m => m with { Levels = [m.Levels[0], Source([2, 9, 3])] }),
        ["levels of two types"] = Bad(
            "level \"1\" is uint8, level \"0\" uint16; all levels have one data type", m => m with { Levels = [m.Levels[0], ArraySource.FromMemory<byte>(new byte[18], [2, 3, 3])] }),
        ["chunks of another rank"] = Bad("level \"0\" (2 x 5 x 6): the chunk shape (2, 2) has 2 lengths for an array of 3 dimensions", m => m with { Options = m.Options with { Chunks = ChunkShape.Of(2, 2) } }),
        ["shards that are no multiples"] = Bad(
            "level \"0\" (2 x 5 x 6): ", m => m with { Options = m.Options with { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.Of(1, 3, 2) } }),
        ["metadata that breaks the specification"] = (typeof(OmeZarrException), "cannot be written", m => m with { Image = new Image { Multiscales = [Images.Cyx with { Axes = [] }] } }),
        ["a null image"] = (typeof(ArgumentNullException), "image", m => m with { Image = null! }),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> All => new(AllWriters.Names.SelectMany(writer => Cases.Keys.Select(name => ((string)writer, name))));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_created_and_nothing_is_replaced(string writer, string name)
    {
        var (type, message, change) = Cases[name];
        var expected = type == typeof(ArgumentException) ? AllWriters.Context(writer) + message : message;
        var making = change(new Making(folder["new/x.zarr"]) { Options = Making.Overwriting, Through = source => new ForbiddenSource(source) });
        await RequireRefusedAsync(writer, making, type, expected);
        Assert.Empty(folder.Snapshot());
        await AllWriters.MakeAsync(writer, new Making(folder["x.zarr"]) { Fills = false, HasLabels = false });
        var before = folder.Snapshot();
        await RequireRefusedAsync(writer, making with { Path = folder["x.zarr"] }, type, expected);
        Assert.Equal(before, folder.Snapshot());
    }

    private static async Task RequireRefusedAsync(string writer, Making making, Type type, string message)
    {
        var error = await Assert.ThrowsAsync(type, () => AllWriters.MakeAsync(writer, making));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static (Type, string, Func<Making, Making>) Bad(string message, Func<Making, Making> change) => (typeof(ArgumentException), message, change);

    private static IArraySource Source(Shape shape) => ArraySource.FromMemory<ushort>(SmallImage.Pixels(shape), shape);

    private sealed class ForbiddenSource(IArraySource source) : IArraySource
    {
        public Shape Shape => source.Shape;

        public DataType DataType => source.DataType;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) => throw new InvalidOperationException("asked for pixels");
    }
}
