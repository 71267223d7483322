using Zarr;

namespace OmeZarr;

/// <summary>Creates and opens the arrays of images. <see cref="BuiltIn"/> is the engine of this library; other implementations write arrays with another engine.</summary>
/// <remarks>
/// <para><see cref="OmeWriter"/> and the builders write groups and their metadata. A backend writes the content of an array's folder, including <c>zarr.json</c>
/// (<see cref="ArrayRequest.ToMetadata"/>). A folder with other files than <c>zarr.json</c> and chunks cannot be replaced with <see cref="WriteOptions.Overwrite"/>.</para>
/// <para>The methods run on several threads at once, for different arrays. A writer builds a hierarchy in a temporary folder and moves it when it is complete: it disposes an
/// array before it moves the folder, and opens it at the new path to fill it there. If anything fails, the writer disposes all arrays and deletes their folders.</para>
/// <para>Exceptions reach the caller unchanged, so they should name the array. Callers expect an <see cref="IOException"/> if the disk cannot be written.</para>
/// </remarks>
public interface IArrayBackend
{
    /// <summary>Zarr v3 arrays, written by the engine of this library (<see cref="ZarrArray"/>). The default.</summary>
    static IArrayBackend BuiltIn { get; } = new ZarrBackend(ZarrBackend.OpenStore);

    /// <summary>Whether the backend writes to stores other than folders, as <see cref="ArrayRequest.Location"/> says. False by default: writers then refuse destinations that are no folders.</summary>
    bool WritesStores => false;

    /// <summary>Creates an array whose elements all read as zero.</summary>
    /// <param name="request">The array to create. Its folder does not exist, and folders above it may not exist either: the backend creates them.</param>
    /// <param name="cancellationToken">Stops the creation.</param>
    /// <returns>The array. The writer fills it chunk by chunk, or disposes it without any write.</returns>
    ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken);

    /// <summary>Opens an array that <see cref="CreateAsync"/> created, perhaps at another path, to be filled piece by piece.</summary>
    /// <param name="request">The request, with the path where the array is now.</param>
    /// <param name="buffer">The buffer of incomplete chunks, shared by all arrays that are filled together, for backends that write through <see cref="ZarrArray.OpenWriter"/>. Other
    /// backends keep at most <see cref="WriteBuffer.MaxBytes"/> in memory (<see cref="WriteOptions.MaxBufferedBytes"/>).</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The array. It is opened once, at the first write.</returns>
    ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken);
}
