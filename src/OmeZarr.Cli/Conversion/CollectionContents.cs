using System.Globalization;
using Zarr;

namespace OmeZarr.Cli.Conversion;

/// <summary>What a collection has already to which images are added.</summary>
/// <param name="Series">Its images: paths, and what they are called.</param>
internal sealed record CollectionContents(IReadOnlyList<(string Path, string? Name)> Series)
{
    /// <summary>That of a place where nothing is.</summary>
    internal static CollectionContents None { get; } = new([]);

    /// <summary>A number that none of its images has, nor any that is numbered higher.</summary>
    internal long NextNumber => Series
        .Select(series => long.TryParse(series.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number + 1 : 0)
        .DefaultIfEmpty().Max();

    /// <exception cref="OmeZarrException">It is no collection of OME-Zarr 0.5, or its metadata cannot be understood.</exception>
    internal static async Task<CollectionContents> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var collection = await OmeCollection.OpenAsync(folder, cancellationToken: cancellationToken).ConfigureAwait(false);
        var series = new List<(string Path, string? Name)>();
        foreach (var (index, path) in collection.Paths.Index())
        {
            series.Add((path, await NameAsync(collection, index, cancellationToken).ConfigureAwait(false)));
        }

        return new CollectionContents(series);
    }

    /// <summary>The images that are called so.</summary>
    internal IReadOnlyList<string> Named(string name) => [.. Series.Where(series => series.Name == name).Select(series => series.Path)];

    private static async Task<string?> NameAsync(OmeCollection collection, int index, CancellationToken cancellationToken)
    {
        try
        {
            return (await collection.OpenImageAsync(index, cancellationToken).ConfigureAwait(false)).Multiscale.Name;
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            return null; // one that is damaged does not keep others from being added
        }
    }
}
