using OmeZarr.Rendering.Plates;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rendering;

public sealed class RenderPlateTests : IDisposable
{
    private const string Dark = "1C1C1C";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => folder["plate.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Wells_are_at_their_places_and_missing_ones_dark()
    {
        await WriteAsync(("A", "1", 50), ("B", "2", 200));
        var picture = await RenderAsync(64);
        var layout = MosaicLayout.Of(2, 2, 1, 64);
        Assert.Equal((layout.Width, layout.Height), (picture.Width, picture.Height));
        Assert.InRange(Math.Max(picture.Width, picture.Height), 56, 64);
        Assert.Equal(["323232", Dark, Dark, "C8C8C8"], [MiddleOf(0, 0), MiddleOf(0, 1), MiddleOf(1, 0), MiddleOf(1, 1)]);
        Assert.Empty(picture.Findings);

        string MiddleOf(int row, int column)
        {
            var (x, y) = layout.CornerOf(row, column);
            return picture.ColorAt(x + (layout.Cell / 2), y + (layout.Cell / 2));
        }
    }

    [Fact]
    public async Task Names_of_rows_and_columns_are_written_beside_them()
    {
        await WriteAsync(("A", "1", 50), ("B", "2", 200));
        var picture = await RenderAsync(64);
        var layout = MosaicLayout.Of(2, 2, 1, 64);
        var (x, y) = layout.CornerOf(1, 1);
        var (column, row) = (x + ((layout.Cell - (3 * layout.Scale)) / 2), y + ((layout.Cell - (5 * layout.Scale)) / 2));
        Assert.Equal(["###", "..#", "###", "#..", "###"], Glyph(picture, column, layout.Scale, layout.Scale));
        Assert.Equal(["##.", "#.#", "##.", "#.#", "##."], Glyph(picture, layout.Scale, row, layout.Scale));
    }

    [Fact]
    public async Task Wells_without_windows_share_one()
    {
        await WriteAsync(omero: null, ("A", "1", 50), ("A", "2", 100), ("B", "1", 200));
        var picture = await RenderAsync(64);
        var (layout, colors) = (MosaicLayout.Of(2, 2, 1, 64), picture.Colors());
        Assert.Equal(layout.Cell * layout.Cell, colors.Count(color => color == "555555")); // (100 - 50) / (200 - 50)
        Assert.Contains("FFFFFF", colors);
    }

    [Fact]
    public async Task A_well_that_cannot_be_read_is_dark_and_named()
    {
        await WriteAsync(("A", "1", 50), ("A", "2", 200));
        File.Delete(System.IO.Path.Join(Path, "A", "1", "0", "zarr.json"));
        var picture = await RenderAsync(64);
        Assert.Equal(("picture-well", "A/1"), (Assert.Single(picture.Findings).RuleId, picture.Findings[0].Location));
        Assert.Contains("C8C8C8", picture.Colors());
        Assert.DoesNotContain("323232", picture.Colors());
    }

    [Fact]
    public async Task A_plate_that_does_not_fit_is_refused()
    {
        await WriteAsync(("A", "1", 50), ("B", "2", 200));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => RenderAsync(10));
        Assert.StartsWith("size 10: the 2 x 2 wells of the plate do not fit in", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 12, 1, 512)]
    [InlineData(16, 24, 1, 512)]
    [InlineData(32, 48, 2, 512)]
    [InlineData(32, 48, 2, 2048)]
    [InlineData(1, 3, 4, 4096)]
    public void Plates_of_all_sizes_fit_and_use_the_space(int rows, int columns, int name, int size)
    {
        var layout = MosaicLayout.Of(rows, columns, name, size);
        Assert.InRange(Math.Max(layout.Width, layout.Height), size - Math.Max(rows, columns), size);
        Assert.Equal((layout.Width - 1 - layout.Cell, layout.Height - 1 - layout.Cell), layout.CornerOf(rows - 1, columns - 1));
    }

    [Fact]
    public void The_font_has_a_glyph_of_its_own_for_every_letter_and_digit()
    {
        var glyphs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.µ".Select(character => string.Join(' ', BitmapFont.Pixels(character.ToString()))).ToList();
        Assert.Equal(glyphs.Count, glyphs.Distinct().Count());
        Assert.Equal(BitmapFont.Pixels("A"), BitmapFont.Pixels("a"));
    }

    [Fact]
    public async Task Only_the_first_field_of_each_well_is_read_in_the_smallest_level_that_will_do()
    {
        await WriteAsync(("A", "1", 50), ("B", "2", 200));
        var store = new CountingStore(new Zarr.Stores.FileSystemStore(Path));
        var plate = await OmePlate.OpenAsync(store, Zarr.Stores.StorePrefix.Root, cancellationToken: Cancel);
        await plate.RenderAsync(new RenderOptions { Size = 64 }, Cancel);
        Assert.Equal(["A/1/0/0/c/0/0", "B/2/0/0/c/0/0"], store.Log.Select(request => request.Key).Where(key => key.Contains("/c/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private Task WriteAsync(params (string Row, string Column, byte Value)[] wells) => WriteAsync(new Omero { Channels = [Picture.Channel("FFFFFF", 0, 255)] }, wells);

    private Task WriteAsync(Omero? omero, params (string Row, string Column, byte Value)[] wells)
    {
        var fields = wells.Select(well => new WellFields(well.Row, well.Column, new Field("0", Picture.Of("yx", omero: omero), Filled(well.Value)), new Field("1", Picture.Of("yx", omero: omero), Filled(99))));
        return OmeWriter.WritePlateAsync(Path, [.. fields], new PlateOptions { Rows = [new Row("A"), new Row("B")], Columns = [new Column("1"), new Column("2")] }, null, Cancel);
    }

    private async Task<RenderedImage> RenderAsync(int size) => await (await OmePlate.OpenAsync(Path, cancellationToken: Cancel)).RenderAsync(new RenderOptions { Size = size }, Cancel);

    private static string[] Glyph(RenderedImage picture, int left, int top, int scale) =>
        [.. Enumerable.Range(0, 5).Select(y => string.Concat(Enumerable.Range(0, 3).Select(x => picture.ColorAt(left + (x * scale), top + (y * scale)) == Dark ? '.' : '#')))];

    private static IArraySource Filled(byte value) => ArraySource.FromFunction<byte>([40, 40], (_, values) => values.Fill(value));
}
