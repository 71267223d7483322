using System.Globalization;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Outputs;

/// <summary>The existing content of a collection to which images are added.</summary>
/// <param name="Series">Its images: paths and names.</param>
internal sealed record CollectionContents(IReadOnlyList<(string Path, string? Name)> Series)
{
    /// <summary>The content of a new collection.</summary>
    internal static CollectionContents None { get; } = new([]);

    /// <summary>The first number above those of all images.</summary>
    internal long NextNumber => Series
        .Select(series => long.TryParse(series.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number + 1 : 0)
        .DefaultIfEmpty().Max();

    /// <exception cref="OmeZarrException">The folder is not an OME-Zarr 0.5 collection, or its metadata cannot be read.</exception>
    internal static async Task<CollectionContents> ReadAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var collection = await OmeCollection.OpenAsync(location, cancellationToken: cancellationToken).ConfigureAwait(false);
        var series = new List<(string Path, string? Name)>();
        foreach (var (index, path) in collection.Paths.Index())
        {
            series.Add((path, await NameAsync(collection, index, cancellationToken).ConfigureAwait(false)));
        }

        return new CollectionContents(series);
    }

    /// <summary>The images with a name.</summary>
    internal IReadOnlyList<string> Named(string name) => [.. Series.Where(series => series.Name == name).Select(series => series.Path)];

    private static async Task<string?> NameAsync(OmeCollection collection, int index, CancellationToken cancellationToken)
    {
        try
        {
            return (await collection.OpenImageAsync(index, cancellationToken).ConfigureAwait(false)).Multiscale.Name;
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            return null; // a damaged image does not prevent adding others
        }
    }
}
