using System.Globalization;

namespace OmeZarr.Cli.Text;

/// <summary>Sizes in bytes for people.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A size in powers of 1000 with two or three digits: <c>312 kB</c>, <c>8.4 MB</c>.</summary>
    internal static string Text(long bytes)
    {
        var unit = 0;
        var size = (double)bytes;
        while (size >= 999.5 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        var digits = unit > 0 && size < 9.95 ? "0.0" : "0";
        return $"{size.ToString(digits, CultureInfo.InvariantCulture)} {(bytes == 1 ? "byte" : Units[unit])}";
    }
}
