using System.Globalization;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>A plate that is written to an OME-TIFF file.</summary>
/// <param name="Name">Its name; null for none.</param>
/// <param name="Rows">Number of its rows.</param>
/// <param name="Columns">Number of its columns.</param>
/// <param name="Wells">The wells with images: row and column, counted from 0, and the numbers of their images.</param>
internal sealed record ExportedPlate(string? Name, int Rows, int Columns, IReadOnlyList<(int Row, int Column, IReadOnlyList<int> Images)> Wells)
{
    private const int LettersInAlphabet = 26;
    private const int MostOfAxis = 10_000;

    /// <summary>Opens all fields of a plate.</summary>
    /// <exception cref="OmeZarrException">A well or field cannot be understood, or there is none.</exception>
    internal static async Task<(ExportedPlate Plate, IReadOnlyList<OmeImage> Images, IReadOnlyList<Finding> Losses)> OfAsync(OmePlate plate, CancellationToken cancellationToken)
    {
        var (images, losses, wells) = (new List<OmeImage>(), new List<Finding>(), new List<(int Row, int Column, IReadOnlyList<int> Images)>());
        var (rows, columns) = (Numbers(plate.Rows.Select(row => row.Name), RowOf), Numbers(plate.Columns.Select(column => column.Name), ColumnOf));
        if (rows is null || columns is null)
        {
            losses.Add(Loss(plate.Group.Path.Value, "the names of rows and columns are left out: OME-XML counts them"));
        }

        foreach (var listed in plate.Wells)
        {
            var first = images.Count;
            await AddAsync(plate, listed, images, losses, cancellationToken).ConfigureAwait(false);
            if (images.Count > first)
            {
                var place = rows is not null && columns is not null && listed.RowIndex < rows.Length && listed.ColumnIndex < columns.Length ? (rows[listed.RowIndex], columns[listed.ColumnIndex]) : (listed.RowIndex, listed.ColumnIndex);
                wells.Add((place.Item1, place.Item2, [.. Enumerable.Range(first, images.Count - first)]));
            }
        }

        if (plate.Metadata.Definition.Acquisitions is { Count: > 0 })
        {
            losses.Add(Loss(plate.Group.Path.Value, "the acquisitions of the plate are left out"));
        }

        return images.Count > 0
            ? (new ExportedPlate(plate.Name, Count(wells.Select(well => well.Row), rows, plate.Rows.Count), Count(wells.Select(well => well.Column), columns, plate.Columns.Count), wells), images, losses)
            : throw new OmeZarrException(plate.ToString(), [new Finding("ome-tiff-plate", Severity.Error, plate.Group.Path.Value, "the plate has no field that can be opened"), .. losses]);
    }

    private static async Task AddAsync(OmePlate plate, PlateWell listed, List<OmeImage> images, List<Finding> losses, CancellationToken cancellationToken)
    {
        var path = listed.Path;
        try
        {
            var well = await plate.OpenWellAsync(listed, cancellationToken).ConfigureAwait(false);
            foreach (var field in well.Fields)
            {
                path = $"{listed.Path}/{field.Path}";
                images.Add(await well.OpenFieldAsync(field, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (NodeNotFoundException error)
        {
            losses.Add(Loss(path, $"it is listed, but not there, and is left out: {error.Message}"));
        }
    }

    private static Finding Loss(string location, string message) => new("ome-tiff-plate", Severity.Warning, location, message);

    private static int Count(IEnumerable<int> used, int[]? numbers, int listed) => Math.Max(used.Max(), numbers is { Length: > 0 } ? numbers.Max() : listed - 1) + 1;

    /// <summary>The numbers that names stand for, counted from 0; null if a name stands for none, or two for one.</summary>
    private static int[]? Numbers(IEnumerable<string> names, Func<string, int?> number)
    {
        int?[] numbers = [.. names.Select(number)];
        return numbers.All(value => value is >= 0 and < MostOfAxis) && numbers.Distinct().Count() == numbers.Length ? [.. numbers.Select(value => value!.Value)] : null;
    }

    // A is 0, Z 25, AA 26.
    private static int? RowOf(string name) => name.Length is > 0 and <= 3 && name.All(char.IsAsciiLetterUpper) ? name.Aggregate(0, (number, letter) => (number * LettersInAlphabet) + letter - 'A' + 1) - 1 : null;

    private static int? ColumnOf(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name == number.ToString(CultureInfo.InvariantCulture) ? number - 1 : null;
}
