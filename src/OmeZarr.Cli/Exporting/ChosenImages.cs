using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Exporting;

/// <summary>The images of a store that the user means.</summary>
/// <param name="Images">The images; at least one, unless a whole plate is meant.</param>
/// <param name="Plate">The plate if all of it is meant, whose fields the writer opens; otherwise null.</param>
internal sealed record ChosenImages(IReadOnlyList<OmeImage> Images, OmePlate? Plate)
{
    private const int NamesInMessage = 8;

    /// <summary>Opens the image or well at a path in the store, or without a path the image that the store is, or all images of a collection, well or plate.</summary>
    /// <exception cref="UsageException">There is no such image, or the user has to choose one.</exception>
    internal static async Task<ChosenImages> OpenAsync(StoreLocation store, string? path, CancellationToken cancellationToken)
    {
        var node = await OmeStore.OpenAsync(store, new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
        if (path is not { Length: > 0 } && node is OmePlate { Wells.Count: > 0 } whole)
        {
            return new ChosenImages([], whole);
        }

        var images = path is { Length: > 0 } ? await OpenAsync(node, store, path, cancellationToken).ConfigureAwait(false) : node switch
        {
            OmeImage image => [image],
            OmeWell { Fields.Count: > 0 } well => await AllOfAsync(well, cancellationToken).ConfigureAwait(false),
            OmeCollection { Paths.Count: > 0 } collection => await AllOfAsync(collection, cancellationToken).ConfigureAwait(false),
            _ => throw new UsageException($"{store} is not one image; choose one with --image: {await NamesAsync(node, cancellationToken).ConfigureAwait(false)}"),
        };
        return new ChosenImages(images, null);
    }

    private static async Task<IReadOnlyList<OmeImage>> OpenAsync(OmeNode node, StoreLocation store, string path, CancellationToken cancellationToken)
    {
        try
        {
            switch (await node.OpenNodeAsync(path, cancellationToken).ConfigureAwait(false))
            {
                case OmeImage image:
                    return [image];
                case OmeWell { Fields.Count: > 0 } well:
                    return await AllOfAsync(well, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NodeNotFoundException error) when (error.Path == path)
        {
            // The message below names those that are there.
        }

        throw new UsageException($"--image {Quote.IfNeeded(path)}: there is no image of this path in {store}, but {await NamesAsync(node, cancellationToken).ConfigureAwait(false)}");
    }

    private static async Task<IReadOnlyList<OmeImage>> AllOfAsync(OmeCollection collection, CancellationToken cancellationToken)
    {
        var images = new List<OmeImage>();
        for (var index = 0; index < collection.Paths.Count; index++)
        {
            images.Add(await collection.OpenImageAsync(index, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }

    private static async Task<IReadOnlyList<OmeImage>> AllOfAsync(OmeWell well, CancellationToken cancellationToken)
    {
        var images = new List<OmeImage>();
        foreach (var field in well.Fields)
        {
            images.Add(await well.OpenFieldAsync(field, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }

    /// <summary>The first images of a node, for messages.</summary>
    private static async Task<string> NamesAsync(OmeNode node, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = node switch
        {
            OmeImage image => [.. (await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false)).Select(label => $"labels/{label}")],
            OmeWell well => [.. well.Fields.Select(field => field.Path)],
            OmeCollection collection => collection.Paths,
            OmePlate plate => await NamesAsync(plate, cancellationToken).ConfigureAwait(false),
            _ => [],
        };
        return names.Count > 0 ? Counted.List(names, NamesInMessage) : "it has none";
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var listed in plate.Wells)
        {
            if (names.Count > NamesInMessage)
            {
                names.Add($"{listed.Path}/0"); // only counted
                continue;
            }

            var well = await plate.OpenWellAsync(listed, cancellationToken).ConfigureAwait(false);
            names.AddRange(well.Fields.Select(field => $"{listed.Path}/{field.Path}"));
        }

        return names;
    }
}
