using System.Runtime.CompilerServices;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Lists the images of any node, for what is done to each of them.</summary>
internal static class OmeImages
{
    /// <summary>The paths of the images of a node, relative to a group at or above it.</summary>
    /// <exception cref="ArgumentException">The node is neither an image nor holds images.</exception>
    internal static IAsyncEnumerable<string> PathsOf(StorePrefix root, OmeNode node, CancellationToken cancellationToken) =>
        PathsOf(node, cancellationToken).Select(path => path[root.Value.Length..].TrimStart('/'));

    private static IAsyncEnumerable<string> PathsOf(OmeNode node, CancellationToken cancellationToken) => node switch
    {
        OmeImage image => AsyncEnumerable.Repeat(image.Group.Path.Value, 1),
        OmePlate plate => ImagesOfAsync(plate, cancellationToken),
        OmeWell well => ImagesOfAsync(well, cancellationToken),
        OmeCollection collection => ImagesOfAsync(collection, cancellationToken),
        _ => throw new ArgumentException($"{node.Group} of {node.Group.Store} is not an image, plate, well or collection of OME-Zarr"),
    };

    private static async IAsyncEnumerable<string> ImagesOfAsync(OmePlate plate, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var listed in plate.Wells)
        {
            await foreach (var image in ImagesOfAsync(await plate.OpenWellAsync(listed, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
            {
                yield return image;
            }
        }
    }

    private static async IAsyncEnumerable<string> ImagesOfAsync(OmeWell well, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var field = 0; field < well.Fields.Count; field++)
        {
            yield return (await well.OpenFieldAsync(field, cancellationToken).ConfigureAwait(false)).Group.Path.Value;
        }
    }

    private static async IAsyncEnumerable<string> ImagesOfAsync(OmeCollection collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var image = 0; image < collection.Paths.Count; image++)
        {
            yield return (await collection.OpenImageAsync(image, cancellationToken).ConfigureAwait(false)).Group.Path.Value;
        }
    }
}
