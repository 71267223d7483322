using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>The pixels of a file of a stack, which is opened when they are first read. When the conversion was planned, all files were opened and found alike.</summary>
internal sealed class UnopenedPixels : IArraySource
{
    private readonly Lazy<Task<InputImage>> image;
    private readonly Func<InputImage, IArraySource> pixels;

    private UnopenedPixels(IArraySource like, Lazy<Task<InputImage>> image, Func<InputImage, IArraySource> pixels) =>
        (Shape, DataType, this.image, this.pixels) = (like.Shape, like.DataType, image, pixels);

    public Shape Shape { get; }

    public DataType DataType { get; }

    /// <summary>An image of the stack whose file is not open yet. It has pixels and levels, but no labels or findings of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The first image of the stack, with the levels that all images have.</param>
    /// <param name="open">Opens the file.</param>
    internal static InputImage ImageOf(string path, InputImage like, Func<Task<InputImage>> open)
    {
        var image = new Lazy<Task<InputImage>>(() => OpenAsync(like, open));
        return like with
        {
            Path = path,
            Pixels = new UnopenedPixels(like.Pixels, image, opened => opened.Pixels),
            Levels = [.. like.Levels.Select((level, number) => new UnopenedPixels(level, image, opened => opened.Levels[number]))],
            Labels = [],
            Findings = [],
        };
    }

    /// <exception cref="IOException">The file is missing or damaged, or has changed since the conversion was planned.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var opened = await image.Value.ConfigureAwait(false);
        await pixels(opened).ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<InputImage> OpenAsync(InputImage like, Func<Task<InputImage>> open)
    {
        var image = await open().ConfigureAwait(false);
        var isAlike = image.Axes == like.Axes && IsAlike(image.Pixels, like.Pixels) && image.Levels.Count >= like.Levels.Count && like.Levels.Zip(image.Levels, IsAlike).All(alike => alike);
        return isAlike
            ? image
            : throw new InputFileException($"{image.Path}: is {image.Description}, {like.Path} is {like.Description}; has changed since the conversion was planned; plan again, and delete the parts");
    }

    private static bool IsAlike(IArraySource one, IArraySource other) => one.Shape == other.Shape && one.DataType == other.DataType;
}
