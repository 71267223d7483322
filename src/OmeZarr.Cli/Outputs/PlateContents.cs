using OmeZarr.Cli.Plates;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Outputs;

/// <summary>The existing content of a plate to which wells are added.</summary>
/// <param name="Fields">Paths of input fields that exist in the plate, such as <c>A/1/0</c>.</param>
/// <param name="Example">An image of the plate with display windows; null if there is none.</param>
internal sealed record PlateContents(IReadOnlySet<string> Fields, OmeImage? Example)
{
    /// <summary>Number of wells that are searched for an image with display windows.</summary>
    private const int LookedAt = 8;

    /// <summary>The content of a new plate.</summary>
    internal static PlateContents None { get; } = new(new HashSet<string>(), null);

    /// <summary>Reads those wells of a plate that have input files.</summary>
    /// <param name="location">The plate.</param>
    /// <param name="given">The input files.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The folder is not an OME-Zarr 0.5 plate, or its metadata cannot be read.</exception>
    internal static async Task<PlateContents> ReadAsync(StoreLocation location, PlateFiles given, CancellationToken cancellationToken)
    {
        var plate = await OmePlate.OpenAsync(location, cancellationToken: cancellationToken).ConfigureAwait(false);
        var listed = plate.Wells.DistinctBy(well => well.Path).ToDictionary(well => well.Path);
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
            return []; // a well that is listed but missing can be written
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
                continue; // a damaged image does not prevent adding others
            }
        }

        return null;
    }
}
