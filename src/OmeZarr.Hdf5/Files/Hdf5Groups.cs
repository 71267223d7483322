using System.Globalization;
using System.Text;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using PureHDF;

namespace OmeZarr.Hdf5.Files;

/// <summary>Looks up links and attributes. For <see cref="Hdf5File.Ask"/>.</summary>
internal static class Hdf5Groups
{
    private const int LongestText = 1 << 16;

    /// <summary>The object at a path of names; null if a name is missing.</summary>
    internal static IH5Object? Find(this IH5Group group, params ReadOnlySpan<string> names)
    {
        IH5Object found = group;
        foreach (var name in names)
        {
            if (found is not IH5Group parent || !parent.LinkExists(name))
            {
                return null;
            }

            found = parent.Get(name);
        }

        return found;
    }

    /// <summary>The group at a path of names; null if there is none.</summary>
    internal static IH5Group? FindGroup(this IH5Group group, params ReadOnlySpan<string> names) => group.Find(names) as IH5Group;

    /// <summary>The number of groups <c>PREFIX 0</c>, <c>PREFIX 1</c>, … without a gap.</summary>
    internal static int CountGroups(this IH5Group group, string prefix, string format = "")
    {
        var count = 0;
        while (group.FindGroup(prefix + count.ToString(format, CultureInfo.InvariantCulture)) is not null)
        {
            count++;
        }

        return count;
    }

    /// <summary>An attribute as text: a string, or an array of single characters, as Imaris writes. Null if there is none, or if it is something else.</summary>
    internal static string? Text(this IH5Object? found, string name)
    {
        if (found?.AttributeExists(name) != true)
        {
            return null;
        }

        var attribute = found.Attribute(name);
        if (attribute.Space.Dimensions.Aggregate(1.0, (count, length) => count * length) * attribute.Type.Size > LongestText)
        {
            return null;
        }

        string? text = attribute.Type.Class switch
        {
            H5DataTypeClass.String when attribute.Type.Size == 1 && attribute.Space.Type == H5DataspaceType.Simple => string.Concat(attribute.Read<string[]>()),
            H5DataTypeClass.String or H5DataTypeClass.VariableLength when attribute.Space.Type == H5DataspaceType.Scalar => attribute.Read<string>(),
            H5DataTypeClass.String or H5DataTypeClass.VariableLength => attribute.Read<string[]>().FirstOrDefault(),
            H5DataTypeClass.FixedPoint when attribute.Type.Size == 1 && attribute.Space.Type == H5DataspaceType.Simple => Encoding.UTF8.GetString(attribute.Read<byte[]>()),
            _ => null,
        };
        return text?.Trim('\0', ' ');
    }

    /// <summary>An attribute of Imaris as a finite number.</summary>
    internal static double? Number(this IH5Object? found, string name) =>
        double.TryParse(found.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>An attribute of numbers; null if there is none, or if it holds something else.</summary>
    internal static double[]? Numbers(this IH5Object? found, string name)
    {
        if (found?.AttributeExists(name) != true)
        {
            return null;
        }

        var attribute = found.Attribute(name);
        return (attribute.Type.Class, attribute.Type.Size) switch
        {
            _ when attribute.Space.Type != H5DataspaceType.Simple || attribute.Space.Dimensions is not [> 0 and <= 16] => null,
            (H5DataTypeClass.FloatingPoint, 8) => attribute.Read<double[]>(),
            (H5DataTypeClass.FloatingPoint, 4) => [.. attribute.Read<float[]>().Select(ShortestDecimal.Of)],
            (H5DataTypeClass.FixedPoint, 4) => [.. attribute.Read<int[]>()],
            (H5DataTypeClass.FixedPoint, 8) => [.. attribute.Read<long[]>()],
            _ => null,
        };
    }

    /// <summary>A size with the unit as OME-Zarr spells it; null if it is no size.</summary>
    internal static PhysicalSize? SizeOf(double? value, string? unit) => value is > 0 && double.IsFinite(value.Value) ? new PhysicalSize(value.Value, UnitOf(unit)) : null;

    /// <summary>The name of a unit in OME-Zarr; null if it is unknown.</summary>
    internal static string? UnitOf(string? unit) => unit?.Trim() switch
    {
        "um" or "\u00B5m" or "\u03BCm" or "micron" or "microns" or "micrometer" or "micrometers" or "micrometre" => "micrometer",
        "nm" or "nanometer" or "nanometers" => "nanometer",
        "mm" or "millimeter" or "millimeters" => "millimeter",
        "m" or "meter" or "meters" => "meter",
        "cm" or "centimeter" => "centimeter",
        "A" or "\u00C5" or "angstrom" => "angstrom",
        _ => null,
    };
}
