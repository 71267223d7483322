using OmeZarr.Planning;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Cli.Inputs;

/// <summary>The paths of a conversion.</summary>
internal static class InputPaths
{
    private const long MaxListBytes = 64 << 20;

    private static readonly EnumerationOptions BelowFolder = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16, IgnoreInaccessible = false };

    /// <summary>Expands patterns with * or ? that the shell did not expand (as on Windows), sorted by name.</summary>
    internal static IReadOnlyList<string> Expand(IEnumerable<string> inputs) => [.. inputs.SelectMany(ExpandList).SelectMany(ExpandPattern)];

    /// <summary>Expands patterns, and folders to all image files below them in natural order. A Zarr store is one input.</summary>
    internal static IReadOnlyList<string> ExpandWithFolders(IEnumerable<string> inputs) =>
        [.. Expand(inputs).SelectMany(input => Directory.Exists(input) && !Locations.IsStore(input) ? FilesBelow(input) : [input])];

    internal static StoreLocation RequireOutput(string output, StoreConnection connection) =>
        string.IsNullOrWhiteSpace(output) ? throw new UsageException("OUTPUT is empty; give the folder to be made") : Locations.Parse(output, connection);

    /// <summary>Expands <c>@LIST</c> to the lines of the text file LIST. A file whose own name begins with @ is not a list.</summary>
    private static IEnumerable<string> ExpandList(string input)
    {
        if (!input.StartsWith('@') || Path.Exists(input))
        {
            return [input];
        }

        var list = input[1..];
        if (!File.Exists(list))
        {
            throw new UsageException($"{input}: there is no file {Quote.IfNeeded(list)} with a list of files");
        }

        if (new FileInfo(list).Length > MaxListBytes)
        {
            throw new UsageException($"{input}: has more than {ByteSize.Text(MaxListBytes)}, so it is not a list of files");
        }

        string[] lines = [.. File.ReadLines(list).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return lines.Length > 0 ? lines : throw new UsageException($"{input}: the list is empty");
    }

    private static IEnumerable<string> ExpandPattern(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
        {
            throw new UsageException("an INPUT is empty; give a file");
        }

        input = Locations.ToPath(input);
        var pattern = Path.GetFileName(input);
        if (Address.Is(input) || !pattern.AsSpan().ContainsAny('*', '?') || File.Exists(input))
        {
            return [input];
        }

        var folder = Path.GetDirectoryName(input) is { Length: > 0 } name ? name : ".";
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
        return files.Length > 0 ? files.Order(StringComparer.Ordinal) : throw new UsageException($"{input}: no file matches");
    }

    private static IEnumerable<string> FilesBelow(string folder)
    {
        // macOS writes files with a leading dot beside the images on foreign disks.
        var files = Directory.EnumerateFiles(folder, "*", BelowFolder).Where(file => ImageFormats.IsNamedLikeOne(file) && !Path.GetFileName(file).StartsWith('.')).ToList();
        return files.Count > 0 ? files.Order(NaturalOrder.Instance) : throw new UsageException($"{folder}: there is no image file in this folder");
    }
}
