using Zarr;

namespace OmeZarr;

/// <summary>
/// Creates the arrays of images: the door for other array writers than the engine of this library, which is <see cref="ArrayBackend.BuiltIn"/>.
/// </summary>
/// <remarks>
/// <para>Groups and their OME-Zarr metadata are written by <see cref="OmeWriter"/> and the builders; a backend writes what lies in the folder of an array, its
/// <c>zarr.json</c> too: <see cref="ArrayRequest.ToMetadata"/> says what would stand in it. Files other than that and chunks make <see cref="WriteOptions.Overwrite"/> refuse
/// to replace the hierarchy later, since they could be somebody's notes.</para>
/// <para>The methods are called from several threads at once, for different arrays. Hierarchies are built beside their place and moved there when they are complete: an
/// array is disposed before its folder is moved, and opened again at its new path if it is to be filled there. If anything fails, all arrays that were created are disposed
/// and their folders deleted, so a backend need not clean up.</para>
/// <para>What the methods throw reaches the caller of the writer as it is; let it name the array. <see cref="IOException"/> is what callers expect where a disk cannot be written.</para>
/// </remarks>
public interface IArrayBackend
{
    /// <summary>Creates an array whose elements all read as zero.</summary>
    /// <param name="request">What to create. Its folder does not exist, and neither may folders above it: the backend makes them.</param>
    /// <param name="cancellationToken">Stops the creation.</param>
    /// <returns>The array, to be filled at once chunk by chunk, or disposed without any write.</returns>
    ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken);

    /// <summary>Opens an array that <see cref="CreateAsync"/> created by the same request, but perhaps at another path: to be filled piece by piece.</summary>
    /// <param name="request">The request, with the path where the array is now.</param>
    /// <param name="buffer">For backends that write through <see cref="ZarrArray.OpenWriter"/>: where incomplete chunks are kept; all arrays that are filled together share it. Others
    /// ignore it, and see to it that what they keep stays within <see cref="WriteOptions.MaxBufferedBytes"/>, which is its <see cref="WriteBuffer.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The array; it is opened once, at the first write.</returns>
    ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken);
}
