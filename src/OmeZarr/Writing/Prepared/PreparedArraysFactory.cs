using OmeZarr.Arrays;
using Zarr;

namespace OmeZarr.Writing.Prepared;

/// <summary>Opens the arrays of created images for filling.</summary>
internal static class PreparedArraysFactory
{
    /// <summary>Opens the arrays of images, with their paths in the hierarchy as keys.</summary>
    /// <param name="root">Absolute path of the hierarchy.</param>
    /// <param name="images">The created images.</param>
    /// <param name="options">The options with which they were created.</param>
    /// <param name="buffer">Buffer of incomplete chunks.</param>
    internal static PreparedArrays Open(string root, IEnumerable<PlannedImage> images, WriteOptions options, WriteBuffer buffer) => new(
        root,
        from image in images
        from level in image.Plan.Levels
        let key = image.Below(level.Path)
        select KeyValuePair.Create(key, new PreparedArray(level with { Path = Path.Join(root, key) }, OptionsOf(options), buffer)),
        options.Durability);

    /// <summary>With flushing, each chunk is on disk before it replaces an earlier version, which an earlier call may have flushed.</summary>
    private static WriteOptions OptionsOf(WriteOptions options) =>
        options.Durability == Durability.Flushed && ReferenceEquals(options.Backend, ArrayBackend.BuiltIn)
            ? options with { Backend = new ZarrBackend(Folders.OpenDurableStore) }
            : options;
}
