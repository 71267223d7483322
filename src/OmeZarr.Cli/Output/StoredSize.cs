using System.Globalization;

namespace OmeZarr.Cli.Output;

/// <summary>Sizes in bytes.</summary>
internal static class StoredSize
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Bytes of all files in a folder.</summary>
    internal static long OfFolder(string path) => new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>A size as people read it, in powers of 1000: <c>0.8 MB</c>.</summary>
    internal static string Text(long bytes)
    {
        var unit = 0;
        var size = (double)bytes;
        while (size >= 100 * (unit == 0 ? 10 : 1) && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? bytes.ToString(CultureInfo.InvariantCulture) : size.ToString("0.0", CultureInfo.InvariantCulture))} {Units[unit]}");
    }
}
