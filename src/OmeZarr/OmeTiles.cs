using OmeZarr.Measuring;
using OmeZarr.Rendering;
using OmeZarr.Rendering.Planes;
using OmeZarr.Rendering.Tiles;
using OmeZarr.V05;

namespace OmeZarr;

/// <summary>
/// An image in square tiles for viewers: a virtual pyramid in which each level has half as many rows and columns as the one below it, whatever levels are stored. The pixels are those of
/// <see cref="OmeImage.RenderAsync"/>. Thread-safe.
/// </summary>
/// <remarks>
/// A tile is made of the smallest stored level that is as large as its level of the pyramid. An image without small levels is read once as a whole, plane by plane, as soon as a coarse tile needs it. Requests for
/// the same pixels at the same time share one reading, which is cancelled when nobody waits for it.
/// </remarks>
public sealed class OmeTiles
{
    private const int MostLabels = 64;

    private readonly ImageToRender image;
    private readonly CachedLayers layers;
    private readonly SharedWork<string, ImageToRender> labelImages = new(MostLabels, _ => 1);

    /// <summary>The tiles of an image.</summary>
    /// <param name="image">The opened image, or label image.</param>
    /// <param name="cache">Keeps decoded parts; null for a cache of its own with the default size.</param>
    /// <param name="tileSize">Rows and columns of a tile, 16 to 4,096.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size of tiles is too small or too large.</exception>
    /// <exception cref="OmeZarrException">The image has no pixels, or fewer than two dimensions.</exception>
    public OmeTiles(OmeImage image, TileCache? cache = null, int tileSize = 512)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tileSize, RenderOptions.MaxSize);
        (Image, TileSize, this.image, layers) = (image, tileSize, image.ToRender(), new CachedLayers(cache ?? new TileCache()));
        var shape = image.Levels[0].Shape;
        (Width, Height) = (shape[this.image.Axes.X], shape[this.image.Axes.Y]);
        while (SizeOf(0) != (1, 1))
        {
            MaxLevel++;
        }
    }

    /// <summary>The image.</summary>
    public OmeImage Image { get; }

    /// <summary>Rows and columns of a tile; those at the right and lower border may have fewer.</summary>
    public int TileSize { get; }

    /// <summary>Columns of the image.</summary>
    public long Width { get; }

    /// <summary>Rows of the image.</summary>
    public long Height { get; }

    /// <summary>Which axes of the image are columns, rows, planes, channels and time points, and which are none of these.</summary>
    public TileAxes Axes => new(image.Axes.X, image.Axes.Y, image.Axes.Z, image.Axes.C, image.Axes.T) { Others = [.. image.Axes.Others.Select(other => other.Axis)] };

    /// <summary>Number of planes of a stack.</summary>
    public long Depth => PlaneAxes.Length(image.Axes.Z, image.Levels[0].Shape);

    /// <summary>Number of time points.</summary>
    public long TimePoints => PlaneAxes.Length(image.Axes.T, image.Levels[0].Shape);

    /// <summary>Number of channels.</summary>
    public int ChannelCount => image.ChannelCount;

    /// <summary>The level in which pixels are those of the image. Level 0 is one pixel.</summary>
    public int MaxLevel { get; private set; }

    /// <summary>Columns and rows of a level: those of the image, divided by 2^(<see cref="MaxLevel"/> − level) and rounded up.</summary>
    /// <param name="level">The level, 0 to <see cref="MaxLevel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public (long Width, long Height) SizeOf(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        var shift = MaxLevel - level;
        return (((Width - 1) >> shift) + 1, ((Height - 1) >> shift) + 1);
    }

    /// <summary>Whether there is a tile.</summary>
    /// <param name="tile">Its place.</param>
    public bool Contains(TilePosition tile) =>
        tile.Level >= 0 && tile.Level <= MaxLevel && SizeOf(tile.Level) is var (width, height) && tile.X >= 0 && tile.Y >= 0 && tile.X <= (width - 1) / TileSize && tile.Y <= (height - 1) / TileSize;

    /// <summary>How the image is shown at first: the channels with their colours and windows, those without a window measured.</summary>
    /// <param name="options">What is shown; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The options name something that the image does not have.</exception>
    /// <exception cref="Zarr.CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<ChannelDisplay>> DisplaysAsync(RenderOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Image.Metadata is LabelImage)
        {
            return [];
        }

        var styles = image.Channels(options ?? new RenderOptions());
        var windows = await WindowsAsync(styles, cancellationToken).ConfigureAwait(false);
        return [.. styles.Select(style => new ChannelDisplay(style.Channel) { Color = style.Color.ToString(), Window = windows(style), IsInverted = style.IsInverted })];
    }

    /// <summary>The plane and time point that are shown.</summary>
    /// <param name="options">What is shown; null for the defaults.</param>
    /// <returns>The index of the plane, null for the largest values of all planes; and the index of the time point.</returns>
    /// <exception cref="ArgumentException">The options name something that the image does not have.</exception>
    public (long? Z, long T) PlanesOf(RenderOptions? options = null)
    {
        var planes = image.Planes(options ?? new RenderOptions());
        return (planes.Z, planes.T);
    }

    /// <summary>The window of a channel that shows its percentiles, and its limits, measured in the picture of <see cref="OmeImage.RenderAsync"/> with the default options.</summary>
    /// <param name="channel">Index of the channel.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no such channel.</exception>
    /// <exception cref="Zarr.CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<OmeroWindow> MeasureAsync(int channel, CancellationToken cancellationToken = default)
    {
        var values = await Image.Measured.SummariseAsync(Require(channel), layers, cancellationToken).ConfigureAwait(false);
        return DisplayWindow.Of(values, Image.Levels[0].DataType, showsExtremes: false);
    }

    /// <summary>The values of a channel in a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="channel">Index of the channel.</param>
    /// <param name="options">Plane and time point; the other options do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The values, row by row; NaN where there is no number. Of complex numbers the magnitudes.</returns>
    /// <exception cref="ArgumentException">There is no such tile, channel, plane or time point.</exception>
    /// <exception cref="Zarr.CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task<ReadOnlyMemory<double>> ReadAsync(TilePosition tile, int channel, RenderOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(FrameOf(tile), channel, options ?? new RenderOptions(), cancellationToken);

    /// <summary>The values of a channel in a picture of the whole plane, whose longer side has at most a number of pixels.</summary>
    /// <param name="size">Length of the longer side, 1 to <see cref="RenderOptions.MaxSize"/>.</param>
    /// <inheritdoc cref="ReadAsync(TilePosition, int, RenderOptions?, CancellationToken)"/>
    /// <param name="channel"/><param name="options"/><param name="cancellationToken"/>
    public Task<ReadOnlyMemory<double>> ReadWholeAsync(int size, int channel, RenderOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(SmallFrame(size), channel, options ?? new RenderOptions(), cancellationToken);

    /// <summary>Makes the picture of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="options">What to show; <see cref="RenderOptions.Size"/> and <see cref="RenderOptions.Level"/> do not count. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no such tile, or the options name something that the image does not have.</exception>
    /// <exception cref="OmeZarrException">The label image cannot be opened.</exception>
    /// <exception cref="Zarr.UnsupportedFeatureException">The level that must be read has more than 2^40 pixels.</exception>
    /// <exception cref="Zarr.NodeNotFoundException">There is no label image of this name.</exception>
    /// <exception cref="Zarr.CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task<RenderedImage> RenderAsync(TilePosition tile, RenderOptions? options = null, CancellationToken cancellationToken = default) =>
        RenderAsync(layers, FrameOf(tile), options ?? new RenderOptions(), cancellationToken);

    /// <summary>Makes a picture of a part of the image, as tiles show it. Nothing is kept of it.</summary>
    /// <param name="region">The part, in pixels of the image: its left column, its upper row, its width and height.</param>
    /// <param name="options">What to show; the longer side of the picture has at most <see cref="RenderOptions.Size"/> pixels, but is never enlarged. <see cref="RenderOptions.Level"/> does not count. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The part is empty or reaches beyond the image, or the options name something that the image does not have.</exception>
    /// <inheritdoc cref="RenderAsync(TilePosition, RenderOptions?, CancellationToken)"/>
    /// <param name="cancellationToken"/>
    public Task<RenderedImage> RenderRegionAsync((long X, long Y, long Width, long Height) region, RenderOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (region.X < 0 || region.Y < 0 || region.Width < 1 || region.Height < 1 || region.Width > Width - region.X || region.Height > Height - region.Y)
        {
            throw new ArgumentException($"{region} is no part of an image of {Width} x {Height} pixels", nameof(region));
        }

        options ??= new RenderOptions();
        var reduction = Math.Max(1, (double)Math.Max(region.Width, region.Height) / options.Size);
        var (planeWidth, planeHeight) = (Reduced(Width), Reduced(Height));
        var (left, top) = (Math.Min((long)(region.X / reduction), planeWidth - 1), Math.Min((long)(region.Y / reduction), planeHeight - 1));
        var part = new PlanePart(left, top, Math.Min(Reduced(region.Width), planeWidth - left), Math.Min(Reduced(region.Height), planeHeight - top));
        return RenderAsync(LayerReader.Direct, new PictureFrame(planeWidth, planeHeight, part), options, cancellationToken);

        long Reduced(long length) => Math.Clamp((long)Math.Round(length / reduction), 1, length);
    }

    private async Task<RenderedImage> RenderAsync(LayerReader reader, PictureFrame frame, RenderOptions options, CancellationToken cancellationToken)
    {
        var labels = options.Labels is { } name
            ? await labelImages.GetAsync(name, async token => (await Image.OpenLabelAsync(name, token).ConfigureAwait(false)).ToRender(), cancellationToken).ConfigureAwait(false)
            : null;
        var picture = await PictureLayers.ReadAsync(reader, image, labels, options, LevelChoice.Of(image, frame), cancellationToken).ConfigureAwait(false);
        return new RenderedImage(picture.Width, picture.Height, Canvas.Mix(picture, await WindowsAsync([.. picture.Planes.Select(plane => plane.Style)], cancellationToken).ConfigureAwait(false)));
    }

    private Task<Func<ChannelStyle, (double Start, double End)>> WindowsAsync(IReadOnlyList<ChannelStyle> styles, CancellationToken cancellationToken) => Image.Measured.WindowsAsync(styles, layers, cancellationToken);

    private async Task<ReadOnlyMemory<double>> ReadAsync(PictureFrame frame, int channel, RenderOptions options, CancellationToken cancellationToken)
    {
        var values = await layers.ReadChannelsAsync(image, LevelChoice.Of(image, frame), image.Planes(options), [Require(channel)], cancellationToken).ConfigureAwait(false);
        return values[channel];
    }

    /// <exception cref="ArgumentException">There is no such channel.</exception>
    private int Require(int channel) => image.Channels(new RenderOptions { Displays = [new ChannelDisplay(channel)] })[0].Channel;

    private PictureFrame SmallFrame(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, RenderOptions.MaxSize);
        var level = Enumerable.Range(0, MaxLevel + 1).Last(level => SizeOf(level) is var (width, height) && width <= size && height <= size);
        var (width, height) = SizeOf(level);
        return PictureFrame.Whole((int)width, (int)height);
    }

    private PictureFrame FrameOf(TilePosition tile)
    {
        if (!Contains(tile))
        {
            throw new ArgumentException($"there is no tile {tile.X}, {tile.Y} of level {tile.Level}; level {MaxLevel} has {((Width - 1) / TileSize) + 1} x {((Height - 1) / TileSize) + 1} tiles", nameof(tile));
        }

        var (width, height) = SizeOf(tile.Level);
        var (x, y) = (tile.X * TileSize, tile.Y * TileSize);
        return new PictureFrame(width, height, new PlanePart(x, y, Math.Min(TileSize, width - x), Math.Min(TileSize, height - y)));
    }
}

/// <summary>The place of a tile.</summary>
/// <param name="Level">The level of the pyramid; 0 is the coarsest.</param>
/// <param name="X">Index of the column of tiles.</param>
/// <param name="Y">Index of the row of tiles.</param>
public readonly record struct TilePosition(int Level, long X, long Y);

/// <summary>Which axes of an image are the columns, rows, planes, channels and time points; null for those that it does not have.</summary>
/// <param name="X">Index of the axis of the columns.</param>
/// <param name="Y">Index of the axis of the rows.</param>
/// <param name="Z">Index of the axis of the planes.</param>
/// <param name="C">Index of the axis of the channels.</param>
/// <param name="T">Index of the axis of the time points.</param>
public sealed record TileAxes(int X, int Y, int? Z, int? C, int? T)
{
    /// <summary>Indices of the other axes, in the order of the image; <see cref="RenderOptions.Others"/> names them.</summary>
    public ValueList<int> Others { get; init; } = [];
}
