using OmeZarr.V05;

namespace OmeZarr.Tiff.Writing;

/// <summary>Axes of OME-XML: <c>T</c>, <c>C</c> and <c>Z</c> in any order, then <c>Y</c> and <c>X</c>. Missing axes have length 1.</summary>
internal static class PlaneLetters
{
    /// <summary>The order of the planes in a file, slowest first: <c>XYZCT</c> of OME-XML.</summary>
    internal const string Order = "TCZYX";

    /// <summary>The letter of each axis.</summary>
    /// <exception cref="OmeZarrException">OME-XML has no such axis, or not in this place.</exception>
    internal static string Of(IReadOnlyList<Axis> axes, string subject)
    {
        var letters = string.Concat(axes.Select(LetterOf));
        return letters.EndsWith("YX", StringComparison.Ordinal) && letters.Distinct().Count() == letters.Length && letters.All(Order.Contains)
            ? letters
            : throw new OmeZarrException(
                $"{subject} cannot be exported as OME-TIFF",
                [new("ome-tiff-axes", Severity.Error, "axes", $"OME-TIFF has the axes t, c, z, y and x, the last two of them last; the image has {string.Join(", ", axes.Select(axis => axis.Name))}")]);
    }

    private static char LetterOf(Axis axis) => axis switch
    {
        TimeAxis => 'T',
        ChannelAxis => 'C',
        SpaceAxis { Name: "z" or "y" or "x" or "Z" or "Y" or "X" } => char.ToUpperInvariant(axis.Name[0]),
        CustomAxis { Type: null, Name: "t" or "c" or "z" or "y" or "x" } => char.ToUpperInvariant(axis.Name[0]),
        _ => '?',
    };
}
