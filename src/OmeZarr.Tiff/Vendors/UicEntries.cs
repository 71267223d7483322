using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>The tags UIC1 and UIC4 of MetaMorph: entries with a number that says what they are.</summary>
internal sealed record UicEntries
{
    private const TiffTag Uic1 = (TiffTag)33628;
    private const TiffTag Uic4 = (TiffTag)33631;
    private const int MaxEntries = 256;
    private const int MaxText = 1024;
    private const int StagePosition = 28;

    public double? XCalibration { get; init; }

    public double? YCalibration { get; init; }

    /// <summary>The unit of the calibrations; null for pixels.</summary>
    public string? Unit { get; init; }

    public string? Name { get; init; }

    public Dictionary<char, FilePosition> Position { get; init; } = [];

    public static UicEntries Read(TiffPages file, int planes)
    {
        var bytes = new FileBytes(file.File);
        var result = new UicEntries();
        // Each entry of UIC1 is a number and a value, or the offset of one. The count of the tag is that of entries, though its type is LONG.
        if (file.Directories[0].Find(Uic1) is { Type: 4, Count: > 1 } field)
        {
            for (var i = 0; i < Math.Min(field.Count, MaxEntries); i++)
            {
                result = result.With(bytes, bytes.UInt32(field.Offset + (8L * i)), bytes.UInt32(field.Offset + (8L * i) + 4) ?? 0);
            }
        }

        return file.Directories[0].Find(Uic4) is { } perPlane ? result with { Position = ReadPosition(bytes, perPlane.Offset, planes) } : result;
    }

    // Offsets below 8 point into the header: there is no value.
    private UicEntries With(FileBytes bytes, uint? entry, long value) => (entry, value) switch
    {
        (4, >= 8) => this with { XCalibration = bytes.Fraction(value) },
        (5, >= 8) => this with { YCalibration = bytes.Fraction(value) },
        (6, >= 8) => this with { Unit = PhysicalUnits.Length(Text(bytes, value)) },
        (7, >= 8) => this with { Name = Text(bytes, value) },
        _ => this,
    };

    private static string? Text(FileBytes bytes, long offset) => bytes.UInt32(offset) is { } length and < MaxText ? bytes.Text(offset + 4, length) : null;

    /// <summary>The stage position if it comes first in UIC4 and is the same for all planes.</summary>
    private static Dictionary<char, FilePosition> ReadPosition(FileBytes bytes, long offset, int planes)
    {
        if (bytes.UInt16(offset) != StagePosition || bytes.Fraction(offset + 2) is not { } x || bytes.Fraction(offset + 10) is not { } y)
        {
            return [];
        }

        for (var i = 1; i < planes; i++)
        {
            if (bytes.Fraction(offset + 2 + (16L * i)) != x || bytes.Fraction(offset + 10 + (16L * i)) != y)
            {
                return [];
            }
        }

        return new Dictionary<char, FilePosition> { ['x'] = new(x, "micrometer"), ['y'] = new(y, "micrometer") };
    }
}
