using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Reading;

/// <summary>An image that is looked at while another fills it.</summary>
public sealed class LiveViewTests : IDisposable
{
    private const int Edge = 64;
    private const int Tile = 8;
    private const int Tiles = Edge / Tile;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sharded_image_shows_each_pixel_as_it_will_be_or_not_yet_while_it_is_filled()
    {
        var image = Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]);
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, Tile, Tile), Shards = ShardShape.Of(1, Edge, Edge), Compression = Compression.None };
        await using var prepared = await OmeWriter.PrepareImageAsync(folder["image.zarr"], image, [new ArraySpec([2, Edge, Edge], DataType.UInt16)], options);
        var viewer = (await OmeImage.OpenAsync(folder["image.zarr"])).Levels[0];
        using var filled = new CancellationTokenSource();
        var filling = Task.Run(() => FillAsync(prepared["0"], filled));
        var looks = 0;
        do
        {
            looks++;
            await LookAsync(viewer, looks);
        }
        while (!filled.IsCancellationRequested);

        await filling;
        Assert.InRange(looks, 2, int.MaxValue);
        Assert.DoesNotContain((ushort)0, await viewer.ReadAsync<ushort>());
    }

    private static ushort Pixel(long z, long y, long x) => (ushort)(1 + (((z * Edge) + y) * Edge) + x);

    private static async Task FillAsync(PreparedArray array, CancellationTokenSource filled)
    {
        try
        {
            var order = Enumerable.Range(0, 2 * Tiles * Tiles).ToArray();
            new Random(3).Shuffle(order);
            foreach (var number in order)
            {
                var (z, y, x) = (number / (Tiles * Tiles), number / Tiles % Tiles * Tile, number % Tiles * Tile);
                ushort[] pixels = [.. Enumerable.Range(0, Tile * Tile).Select(i => Pixel(z, y + (i / Tile), x + (i % Tile)))];
                await array.WriteAsync(pixels, new Region([z, y, x], [1, Tile, Tile]));
                await array.FlushAsync();
            }
        }
        finally
        {
            await filled.CancelAsync();
        }
    }

    /// <summary>Single tiles, rows of them and whole planes: by what is remembered of shards, and without.</summary>
    private static async Task LookAsync(OmeImageLevel viewer, int look)
    {
        var z = look % 2;
        var (y, x) = (look * 5 % Tiles * Tile, look * 3 % Tiles * Tile);
        await RequireAsync(viewer, new Region([z, y, x], [1, Tile, Tile]));
        await RequireAsync(viewer, new Region([z, y, 0], [1, Tile, Edge]));
        await RequireAsync(viewer, new Region([0, 0, 0], [2, Edge, Edge]));
    }

    private static async Task RequireAsync(OmeImageLevel viewer, Region region)
    {
        var found = await viewer.ReadAsync<ushort>(region);
        var (rows, columns) = (region.Shape[1], region.Shape[2]);
        var wrong = found.Where((pixel, i) => pixel != 0
            && pixel != Pixel(region.Offset[0] + (i / (rows * columns)), region.Offset[1] + (i / columns % rows), region.Offset[2] + (i % columns)));
        Assert.Empty(wrong);
    }
}
