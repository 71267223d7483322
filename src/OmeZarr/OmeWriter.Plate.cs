using OmeZarr.Writing.Dividing;
using OmeZarr.Writing.Parts;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr;

/// <content>Plates.</content>
public static partial class OmeWriter
{
    /// <summary>Writes a plate with all its wells. <see cref="PlateBuilder"/> writes wells one after the other.</summary>
    /// <remarks>With <see cref="ExistingHierarchy.Append"/> the wells are added one by one to the existing plate, as a <see cref="PlateBuilder"/> does it; wells that were complete before an error stay.</remarks>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="wells">The wells, at least one, in any order. Pixels are read when they are written.</param>
    /// <param name="plate">Metadata of the plate, or a <see cref="V05.Plate"/>; null to derive all of it from the wells.</param>
    /// <param name="options">Chunks, compression and more, for all images; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <returns>The absolute path of the plate; symbolic links are resolved.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays, names and options do not fit each other. The message names the well and the field.</exception>
    /// <exception cref="MisplacedDestinationException">The destination lies inside an array or a hierarchy of Zarr v2, or a group above it needs something else in its place.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: nothing was changed. Or the plate is written, but the hierarchy it replaced could
    /// not be deleted: the message names it.
    /// </exception>
    public static async Task<string> WritePlateAsync(
        StoreLocation location,
        IReadOnlyList<WellFields> wells,
        PlateOptions? plate = null,
        WriteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(wells);
        options = options is null ? WriteOptions.Default : options with { };
        var whole = new WholePlate(location.ToString(), wells, plate ?? new PlateOptions(), options);
        if (options.Existing == ExistingHierarchy.Append)
        {
            var builder = new PlateBuilder(location, plate, options);
            await using (builder.ConfigureAwait(false))
            {
                await builder.WriteAsync(whole, cancellationToken).ConfigureAwait(false);
                return builder.RootPath;
            }
        }

        options.Report(string.Empty, whole.Warnings);
        var place = HierarchyPlace.OfWhole(location, options);
        var draft = await Division.BeginAsync(place, OmeDocumentKind.Plate, options, cancellationToken).ConfigureAwait(false);
        await using var disposal = draft.ConfigureAwait(false);
        await whole.WriteAsync(draft.Target, cancellationToken).ConfigureAwait(false);
        await draft.PublishAsync(cancellationToken).ConfigureAwait(false);
        return place.Text;
    }
}
