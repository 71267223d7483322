using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using Zarr;

namespace OmeZarr.Cli.Stores;

/// <summary>The pixels of an array of an input store. Errors name the store that the user gave.</summary>
/// <param name="path">The store.</param>
/// <param name="pixels">The array.</param>
internal sealed class StorePixels(string path, IArraySource pixels) : IArraySource
{
    public Shape Shape => pixels.Shape;

    public DataType DataType => pixels.DataType;

    /// <exception cref="ImageFileException">A chunk is damaged, or the store was replaced since it was opened.</exception>
    /// <exception cref="InputFileException">The store cannot be read.</exception>
    public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        try
        {
            await pixels.ReadAsync(region, destination, cancellationToken).ConfigureAwait(false);
        }
        catch (ZarrException error)
        {
            throw new ImageFileException(path, $"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
