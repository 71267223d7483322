using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rendering.Plates;

/// <summary>A picture of a plate: each well at its place, with the names of rows and columns. Where there is no well, the picture is dark.</summary>
internal sealed class PlateMosaic
{
    private const byte Background = 28;
    private const byte Text = 200;
    private const int MostCharacters = 4;

    private readonly MosaicLayout layout;
    private readonly byte[] rgb;

    private PlateMosaic(MosaicLayout layout)
    {
        (this.layout, rgb) = (layout, new byte[3 * layout.Width * layout.Height]);
        Array.Fill(rgb, Background);
    }

    /// <summary>Reads and draws the wells of a plate, some at the same time.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="options">What to show of each well, and the size of the whole picture.</param>
    /// <param name="readWell">Reads a well; null if it has no image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The wells do not fit in the picture.</exception>
    internal static async Task<RenderedImage> RenderAsync(
        PlateDef plate, RenderOptions options, Func<PlateWell, RenderOptions, CancellationToken, Task<PictureLayers?>> readWell, CancellationToken cancellationToken)
    {
        var places = Places(plate);
        if (plate.Rows.Count == 0 || plate.Columns.Count == 0)
        {
            throw new OmeZarrException("the plate cannot be rendered", [new("picture", Severity.Error, string.Empty, "the plate has no rows or no columns")]);
        }

        var layout = MosaicLayout.Of(plate.Rows.Count, plate.Columns.Count, plate.Rows.Max(row => Short(row.Name).Length), options.Size);
        var mosaic = new PlateMosaic(layout);
        var (layers, findings) = (new PictureLayers?[places.Count], new Finding?[places.Count]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, places.Count, parallel, async (i, token) =>
        {
            try
            {
                layers[i] = await readWell(places[i].Well, options with { Size = layout.Cell }, token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OmeZarrException or ZarrException and not NodeReplacedException)
            {
                findings[i] = new Finding("picture-well", Severity.Error, places[i].Well.Path, FindingText.Sanitize(error.Message));
            }
        }).ConfigureAwait(false);
        mosaic.WriteNames(plate);
        mosaic.Draw(places, layers);
        return new RenderedImage(layout.Width, layout.Height, mosaic.rgb, [.. findings.OfType<Finding>()]);
    }

    /// <summary>The wells by row and column; several wells at one place are there once.</summary>
    private static List<(PlateWell Well, int Row, int Column)> Places(PlateDef plate) =>
    [
        .. plate.Wells.Where(well => well.RowIndex >= 0 && well.RowIndex < plate.Rows.Count && well.ColumnIndex >= 0 && well.ColumnIndex < plate.Columns.Count)
            .Select(well => (well, well.RowIndex, well.ColumnIndex)).DistinctBy(place => (place.RowIndex, place.ColumnIndex)),
    ];

    private static string Short(string name) => name.Length <= MostCharacters ? name : name[..MostCharacters];

    private void Draw(List<(PlateWell Well, int Row, int Column)> places, PictureLayers?[] layers)
    {
        var windowOf = Canvas.Windows(layers.OfType<PictureLayers>());
        foreach (var (place, picture) in places.Zip(layers))
        {
            if (picture is not null)
            {
                Draw(Canvas.Mix(picture, windowOf), picture, layout.CornerOf(place.Row, place.Column));
            }
        }
    }

    /// <summary>Draws a well into the middle of its place. What it leaves of the place is black.</summary>
    private void Draw(ReadOnlySpan<byte> picture, PictureLayers size, (int X, int Y) corner)
    {
        for (var y = 0; y < layout.Cell; y++)
        {
            var row = rgb.AsSpan(3 * (((corner.Y + y) * layout.Width) + corner.X), 3 * layout.Cell);
            row.Clear();
            var inside = y - ((layout.Cell - size.Height) / 2);
            if (inside >= 0 && inside < size.Height)
            {
                picture.Slice(3 * inside * size.Width, 3 * size.Width).CopyTo(row[(3 * ((layout.Cell - size.Width) / 2))..]);
            }
        }
    }

    private void WriteNames(PlateDef plate)
    {
        foreach (var (index, column) in plate.Columns.Index())
        {
            var name = Short(column.Name);
            var width = BitmapFont.Measure(name) * layout.Scale;
            if (width <= layout.Cell)
            {
                Write(name, layout.CornerOf(0, index).X + ((layout.Cell - width) / 2), layout.Scale);
            }
        }

        foreach (var (index, row) in plate.Rows.Index())
        {
            var height = BitmapFont.Height * layout.Scale;
            if (height <= layout.Cell + 1)
            {
                Write(Short(row.Name), layout.Scale, layout.CornerOf(index, 0).Y + ((layout.Cell - height) / 2));
            }
        }
    }

    private void Write(string text, int left, int top)
    {
        foreach (var (x, y) in BitmapFont.Pixels(text))
        {
            for (var row = top + (y * layout.Scale); row < top + ((y + 1) * layout.Scale); row++)
            {
                rgb.AsSpan(3 * ((row * layout.Width) + left + (x * layout.Scale)), 3 * layout.Scale).Fill(Text);
            }
        }
    }
}
