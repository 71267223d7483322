using Zarr.Stores;

namespace OmeZarr.Acquiring;

/// <summary>Creates the images of an acquisition, without pixels.</summary>
internal interface IImageCreator : IAsyncDisposable
{
    /// <summary>The hierarchy.</summary>
    StoreLocation Root { get; }

    /// <summary>The path of an image in it; empty for the hierarchy itself.</summary>
    /// <param name="position">The number of its position.</param>
    string PathOf(int position);

    /// <summary>Creates an image, unless that is done. Calls come one at a time.</summary>
    /// <param name="position">The number of its position.</param>
    /// <param name="cancellationToken">Stops the creation; nothing was created then.</param>
    Task CreateAsync(int position, CancellationToken cancellationToken);
}
