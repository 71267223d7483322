using Zarr;

namespace OmeZarr.Writing;

/// <summary>What can be filled once the arrays of images were created.</summary>
internal static class PreparedArraysFactory
{
    /// <summary>The arrays of images, by their paths in the hierarchy.</summary>
    /// <param name="root">Absolute path of the hierarchy.</param>
    /// <param name="images">The images that were created there.</param>
    /// <param name="options">How they were created.</param>
    /// <param name="buffer">Where incomplete chunks are kept.</param>
    internal static PreparedArrays Open(string root, IEnumerable<PlannedImage> images, WriteOptions options, WriteBuffer buffer) => new(
        root,
        from image in images
        from level in image.Plan.Levels
        let key = image.Below(level.Path)
        select KeyValuePair.Create(key, new PreparedArray(level with { Path = Path.Join(root, key) }, OptionsOf(options), buffer)),
        options.Durability);

    /// <summary>With flushing, each chunk is on the disk before it takes the place of an earlier version of itself, which an earlier flush may have covered.</summary>
    private static WriteOptions OptionsOf(WriteOptions options) =>
        options.Durability == Durability.Flushed && ReferenceEquals(options.Backend, ArrayBackend.BuiltIn)
            ? options with { Backend = new ZarrBackend(Folders.OpenDurableStore) }
            : options;
}
