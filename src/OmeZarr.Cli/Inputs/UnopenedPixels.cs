using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>The pixels of a file of a stack, which is opened when they are first read. When the conversion was planned, all files were opened and found alike.</summary>
/// <param name="like">The first image of the stack.</param>
/// <param name="open">Opens the file.</param>
internal sealed class UnopenedPixels(InputImage like, Func<Task<InputImage>> open) : IArraySource
{
    private readonly Lazy<Task<IArraySource>> opened = new(() => OpenAsync(like, open));

    public Shape Shape { get; } = like.Pixels.Shape;

    public DataType DataType { get; } = like.Pixels.DataType;

    /// <summary>An image of the stack whose file is not open yet. It has pixels, but no levels, labels or findings of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The first image of the stack.</param>
    /// <param name="open">Opens the file.</param>
    internal static InputImage ImageOf(string path, InputImage like, Func<Task<InputImage>> open) =>
        like with { Path = path, Pixels = new UnopenedPixels(like, open), Levels = [], LevelPlaces = [], Labels = [], Findings = [] };

    /// <exception cref="IOException">The file is missing or damaged, or has changed since the conversion was planned.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var pixels = await opened.Value.ConfigureAwait(false);
        await pixels.ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IArraySource> OpenAsync(InputImage like, Func<Task<InputImage>> open)
    {
        var image = await open().ConfigureAwait(false);
        return image.Pixels.Shape == like.Pixels.Shape && image.Pixels.DataType == like.Pixels.DataType && image.Axes == like.Axes
            ? image.Pixels
            : throw new InputFileException($"{image.Path}: is {image.Description}, {like.Path} is {like.Description}; has changed since the conversion was planned; plan again, and delete the parts");
    }
}
