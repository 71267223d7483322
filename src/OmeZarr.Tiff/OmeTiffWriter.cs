using OmeZarr.Tiff.Writing;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>Exports images of OME-Zarr as OME-TIFF files, for programs that read no OME-Zarr.</summary>
public static class OmeTiffWriter
{
    /// <summary>Writes an image with its levels to a file.</summary>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{OmeImage}, string, OmeTiffOptions?, CancellationToken)"/>
    public static Task<IReadOnlyList<Finding>> WriteAsync(OmeImage image, string path, OmeTiffOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        return WriteAsync([image], path, options, cancellationToken);
    }

    /// <summary>Writes images with their levels to one file, each as an <c>Image</c> of OME-XML (schema 2016-06).</summary>
    /// <remarks>
    /// <para>Each plane is a page in tiles of at most 512 x 512 pixels, in the order <c>XYZCT</c>; smaller levels are its SubIFDs. A file that may exceed 4 GB is a BigTIFF. OME-XML has the sizes, the pixel size and the
    /// time between frames with their units, the position of the first pixel, and the names and colours of the channels.</para>
    /// <para>Pixels are read in boxes of whole chunks, so that each chunk is decoded once; where such boxes would be larger than 128 MiB, some chunks are decoded several times. Two boxes are in memory at a time.</para>
    /// <para>The file has a hidden name until it is complete. If the call fails or is cancelled, nothing is left, and a file that was to be replaced stays.</para>
    /// </remarks>
    /// <param name="images">The images; at least one.</param>
    /// <param name="path">The file, by convention with a name that ends with <c>.ome.tif</c>.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>What the images have and the file has not; <see cref="Finding.Location"/> is the path of the image in its store.</returns>
    /// <exception cref="ArgumentException">There are no images, or an image has no level of this number.</exception>
    /// <exception cref="DestinationExistsException">The file exists and must not be replaced, or is a folder.</exception>
    /// <exception cref="OmeZarrException">An image has axes that OME-TIFF has not.</exception>
    /// <exception cref="UnsupportedFeatureException">OME-TIFF has no such pixels: other data types than integers of 8, 16 and 32 bits, float32 and float64; or an image is empty, or larger than any file.</exception>
    /// <exception cref="CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="IOException">The store cannot be read, or the file cannot be written.</exception>
    public static async Task<IReadOnlyList<Finding>> WriteAsync(IReadOnlyList<OmeImage> images, string path, OmeTiffOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (images.Count == 0)
        {
            throw new ArgumentException("there are no images to export", nameof(images));
        }

        return await WriteAsync(images, null, path, options ?? OmeTiffOptions.Default, ExportLimits.Default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all fields of a plate to one file, each as an <c>Image</c> of OME-XML, and which wells they are in as its <c>Plate</c>.</summary>
    /// <remarks>Rows are letters and columns numbers in OME-XML. Names of a plate that are none are left out, and wells have the places at which the plate lists their rows and columns. Fields that are listed and not there are left out.</remarks>
    /// <param name="plate">The plate.</param>
    /// <param name="path">The file, by convention with a name that ends with <c>.ome.tif</c>.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The fields that were written, and what is not in the file.</returns>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{OmeImage}, string, OmeTiffOptions?, CancellationToken)"/>
    public static async Task<OmeTiffPlateResult> WriteAsync(OmePlate plate, string path, OmeTiffOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plate);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (exported, images, losses) = await ExportedPlate.OfAsync(plate, cancellationToken).ConfigureAwait(false);
        var others = await WriteAsync(images, exported, path, options ?? OmeTiffOptions.Default, ExportLimits.Default, cancellationToken).ConfigureAwait(false);
        return new OmeTiffPlateResult { Fields = images, Findings = [.. losses, .. others] };
    }

    /// <summary>The same with other limits, for tests.</summary>
    internal static Task<IReadOnlyList<Finding>> WriteAsync(IReadOnlyList<OmeImage> images, string path, OmeTiffOptions options, ExportLimits limits, CancellationToken cancellationToken) =>
        WriteAsync(images, null, path, options, limits, cancellationToken);

    private static async Task<IReadOnlyList<Finding>> WriteAsync(IReadOnlyList<OmeImage> images, ExportedPlate? plate, string path, OmeTiffOptions options, ExportLimits limits, CancellationToken cancellationToken)
    {
        var exported = new List<ExportedImage>();
        foreach (var image in images)
        {
            exported.Add(await ExportedImage.OfAsync(image, options.Level, cancellationToken).ConfigureAwait(false));
        }

        await FileExporter.WriteAsync(exported, plate, path, options, limits, cancellationToken).ConfigureAwait(false);
        return [.. exported.SelectMany(image => image.Losses)];
    }
}
