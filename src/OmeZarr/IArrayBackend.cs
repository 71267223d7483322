using Zarr;

namespace OmeZarr;

/// <summary>
/// Creates the arrays of images: the door for other array writers than the engine of this library, which is <see cref="ArrayBackend.BuiltIn"/>.
/// </summary>
/// <remarks>
/// Groups and their OME-Zarr metadata are written by <see cref="OmeWriter"/> and the builders; a backend writes what lies in the folder of an array, its
/// <c>zarr.json</c> too. It is used from several threads at once. Hierarchies are built beside their place and moved there when they are complete: an
/// array is disposed before its folder is moved, and opened again if it is to be filled there.
/// </remarks>
public interface IArrayBackend
{
    /// <summary>Creates an array without any element, in a folder that does not exist yet.</summary>
    ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken);

    /// <summary>Opens an array that <see cref="CreateAsync"/> created by the same request, but perhaps at another path: to be filled piece by piece.</summary>
    /// <param name="request">The request, with the path where the array is now.</param>
    /// <param name="buffer">Where incomplete chunks may be kept; all arrays that are filled together share it.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken);
}
