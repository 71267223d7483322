using System.Text.Json;
using OmeZarr.Files;
using OmeZarr.Hdf5.Files;
using PureHDF;

namespace OmeZarr.Hdf5.Dialects;

/// <summary>Files of any other program: each numeric dataset of two to five dimensions is an image. ilastik and h5py name axes (<c>axistags</c>, <c>DIMENSION_LABELS</c>), and Fiji sizes (<c>element_size_um</c>).</summary>
internal static class DatasetReader
{
    private const int DeepestGroup = 32;
    private const int MostObjects = 100_000;
    private const string Order = "tczyx";

    /// <summary>The images of the file.</summary>
    /// <exception cref="ImageFileException">It has none.</exception>
    internal static Hdf5ImageFile Read(Hdf5File file, ImageFileOptions options)
    {
        var found = file.Ask(root => Find(file, root));
        var findings = new List<FileFinding>();
        var images = found.Images.Select(image => ImageOf(file, image.Path, image.Object, image.Array, options, findings)).ToList();
        if (images.Count == 0)
        {
            throw file.Damaged("it has no dataset of numbers with two to five dimensions");
        }

        if (found.Others.Count > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"{(found.Others.Count == 1 ? "1 dataset that is" : $"{found.Others.Count} datasets that are")} no image left out: {string.Join(", ", found.Others.Take(5))}{(found.Others.Count > 5 ? ", …" : string.Empty)}"));
        }

        return new Hdf5ImageFile(file, "HDF5", images, findings);
    }

    private static (List<(string Path, IH5Object Object, Hdf5Array Array)> Images, List<string> Others) Find(Hdf5File file, IH5Group root)
    {
        var (images, others, count) = (new List<(string, IH5Object, Hdf5Array)>(), new List<string>(), 0);
        var groups = new Stack<(IH5Group Group, string Path, int Depth)>([(root, string.Empty, 0)]);
        while (groups.TryPop(out var group))
        {
            foreach (var child in group.Group.Children())
            {
                var path = $"{group.Path}/{child.Name}";
                if (++count > MostObjects)
                {
                    throw file.Damaged($"it has more than {MostObjects} groups and datasets");
                }

                if (child is IH5Group inner && group.Depth < DeepestGroup)
                {
                    groups.Push((inner, path, group.Depth + 1));
                }
                else if (child is IH5Dataset && Hdf5Array.Of(file, child) is { } array && array.Lengths.Count(length => length > 1) is >= 2 and <= 5 && array.Lengths.Count <= 32)
                {
                    images.Add((path, child, array));
                }
                else if (child is IH5Dataset)
                {
                    others.Add(path);
                }
            }
        }

        return ([.. images.OrderBy(image => image.Item1, StringComparer.Ordinal)], [.. others.Order(StringComparer.Ordinal)]);
    }

    private static FileImage ImageOf(Hdf5File file, string path, IH5Object found, Hdf5Array array, ImageFileOptions options, List<FileFinding> findings)
    {
        var letters = options.Axes is { } given ? Given(file, path, array, given.ToLowerInvariant()) : file.Ask(_ => Tagged(found, array)) ?? Guessed(path, array, findings);
        var axes = string.Concat(Order.Where(letter => letters.Contains(letter, StringComparison.Ordinal)));
        var sizes = file.Ask(_ => found.Numbers("element_size_um")) is { Length: 3 } um ? um : null;
        return new FileImage
        {
            Pixels = new Hdf5Pixels(axes, [.. axes.Select(letter => array.Lengths[letters.IndexOf(letter, StringComparison.Ordinal)])], letters, array.DataType, (_, _) => array),
            Axes = axes,
            PixelSizes = [.. axes.Select(letter => "zyx".IndexOf(letter, StringComparison.Ordinal) is >= 0 and var d && sizes is not null ? Hdf5Groups.SizeOf(sizes[d], "um") : null)],
            Name = path[1..],
        };
    }

    /// <summary>The letters that the user gives, one for each dimension that is longer than 1, or for each dimension.</summary>
    private static string Given(Hdf5File file, string path, Hdf5Array array, string given)
    {
        var isUsable = given.All(letter => Order.Contains(letter, StringComparison.Ordinal)) && given.Distinct().Count() == given.Length
            && given.Contains('y', StringComparison.Ordinal) && given.Contains('x', StringComparison.Ordinal);
        if (isUsable && given.Length == array.Lengths.Count)
        {
            return given;
        }

        return isUsable && given.Length == array.Lengths.Count(length => length > 1)
            ? Spread(array, given)
            : throw new ArgumentException($"axes \"{given}\" do not fit {path} of {file.Path}, which is {string.Join(" x ", array.Lengths)}; give different letters of t, c, z, y, x, with y and x among them");
    }

    /// <summary>The letters that the file names; null if it names none, or others than t, c, z, y, x.</summary>
    private static string? Tagged(IH5Object found, Hdf5Array array)
    {
        var letters = found.Text("axistags") is { } tags ? Keys(tags)
            : found.AttributeExists("DIMENSION_LABELS") && found.Attribute("DIMENSION_LABELS") is { Space.Dimensions: [<= 32] } labels ? string.Concat(labels.Read<string[]>().Select(label => label?.Trim('\0', ' ').ToLowerInvariant() is [var letter] ? letter : '?'))
            : null;
        if (letters?.Length != array.Lengths.Count)
        {
            return null;
        }

        // A dimension of length 1 needs no axis, unless it is y or x.
        var kept = string.Concat(letters.Zip(array.Lengths, (letter, length) => length > 1 || letter is 'y' or 'x' ? letter : '_'));
        var named = kept.Where(letter => letter != '_').ToArray();
        return named.All(letter => Order.Contains(letter, StringComparison.Ordinal)) && named.Distinct().Count() == named.Length && named.Contains('y') && named.Contains('x') ? kept : null;
    }

    private static string? Keys(string axisTags)
    {
        try
        {
            using var json = JsonDocument.Parse(axisTags);
            return string.Concat(json.RootElement.GetProperty("axes").EnumerateArray().Select(axis => axis.GetProperty("key").GetString() is [var letter] ? letter : '?'));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Guessed(string path, Hdf5Array array, List<FileFinding> findings)
    {
        var letters = array.Lengths.Count(length => length > 1) switch { 2 => "yx", 3 => "zyx", 4 => "czyx", _ => "tczyx" };
        if (letters.Length > 2)
        {
            findings.Add(new FileFinding(FileFindingKind.Guessed, $"the axes of {path} ({string.Join(" x ", array.Lengths)}) are taken for {string.Join(", ", letters.AsEnumerable())}; --axes names others"));
        }

        return Spread(array, letters);
    }

    /// <summary>Gives letters to the dimensions that are longer than 1.</summary>
    private static string Spread(Hdf5Array array, string letters)
    {
        var next = 0;
        return string.Concat(array.Lengths.Select(length => length > 1 ? letters[next++] : '_'));
    }
}
