using OmeZarr.Cli.Plates;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Conversion;

/// <summary>What a plate has already to which wells are added.</summary>
/// <param name="Fields">Paths of the fields that are given and that it has, such as <c>A/1/0</c>.</param>
/// <param name="Example">One of its images that says how its channels are displayed; null if there is none.</param>
internal sealed record PlateContents(IReadOnlySet<string> Fields, OmeImage? Example)
{
    /// <summary>Wells that are looked at for an image that says how it is displayed.</summary>
    private const int LookedAt = 8;

    /// <summary>That of a place where nothing is.</summary>
    internal static PlateContents None { get; } = new(new HashSet<string>(), null);

    /// <summary>Looks at the wells of a plate that are given.</summary>
    /// <param name="folder">The plate.</param>
    /// <param name="given">What is to be added to it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">It is no plate of OME-Zarr 0.5, or its metadata cannot be understood.</exception>
    internal static async Task<PlateContents> ReadAsync(string folder, PlateFiles given, CancellationToken cancellationToken)
    {
        var plate = await OmePlate.OpenAsync(folder, cancellationToken: cancellationToken).ConfigureAwait(false);
        var listed = plate.Wells.ToDictionary(well => well.Path);
        var fields = new HashSet<string>();
        foreach (var well in given.Wells.Where(well => listed.ContainsKey(well.Path)))
        {
            fields.UnionWith(await FieldsAsync(plate, listed[well.Path], cancellationToken).ConfigureAwait(false));
        }

        return new PlateContents(fields, await ExampleAsync(plate, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IEnumerable<string>> FieldsAsync(OmePlate plate, PlateWell place, CancellationToken cancellationToken)
    {
        try
        {
            var well = await plate.OpenWellAsync(place, cancellationToken).ConfigureAwait(false);
            return well.Fields.Select(field => $"{place.Path}/{field.Path}");
        }
        catch (NodeNotFoundException)
        {
            return []; // listed but not there, so it can be written
        }
    }

    private static async Task<OmeImage?> ExampleAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        foreach (var place in plate.Wells.Take(LookedAt))
        {
            try
            {
                var well = await plate.OpenWellAsync(place, cancellationToken).ConfigureAwait(false);
                if (await well.OpenFieldAsync(0, cancellationToken).ConfigureAwait(false) is { Metadata.Omero: not null } image)
                {
                    return image;
                }
            }
            catch (Exception error) when (error is ZarrException or OmeZarrException)
            {
                continue; // one that is damaged does not keep others from being added
            }
        }

        return null;
    }
}
