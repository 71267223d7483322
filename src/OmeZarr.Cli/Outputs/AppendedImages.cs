using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;

namespace OmeZarr.Cli.Outputs;

/// <summary>Sorts input files into new, replacing and skipped images of a collection. The file name is the name of the image.</summary>
/// <param name="New">Files of images that the collection lacks.</param>
/// <param name="Replacing">Files of images that replace existing ones.</param>
/// <param name="Skipped">Existing images that are kept.</param>
internal sealed record AppendedImages(
    IReadOnlyList<(string File, string? Series)> New, IReadOnlyList<(string File, string? Series)> Replacing, IReadOnlyList<string> Skipped)
{
    /// <summary>The files of a new collection.</summary>
    internal static AppendedImages AllNew(ConvertRequest request) => new([.. request.Inputs.Select(file => (file, (string?)null))], [], []);

    /// <exception cref="UsageException">Images exist and no option says what to do with them, or it is ambiguous which image is replaced.</exception>
    internal static AppendedImages Choose(ConvertRequest request, CollectionContents contents)
    {
        var found = request.Inputs.Select(file => (File: file, Series: contents.Named(FileName.OfFile(file)))).ToList();
        var there = found.Where(image => image.Series.Count > 0).ToList();
        RequireDecided(request, there);
        return new AppendedImages(
            [.. found.Where(image => image.Series.Count == 0).Select(image => (image.File, (string?)null))],
            request.Overwrite ? [.. there.Select(image => (image.File, (string?)image.Series[0]))] : [],
            request.Overwrite ? [] : [.. there.SelectMany(image => image.Series).Distinct()]);
    }

    private static void RequireDecided(ConvertRequest request, List<(string File, IReadOnlyList<string> Series)> there)
    {
        if (there.Count == 0 || request.SkipExisting)
        {
            return;
        }

        if (!request.Overwrite)
        {
            throw ExistingParts.Refused(request, $"an image {FileName.OfFile(there[0].File)} (series {there[0].Series[0]})", there.Count, "image", "If it is another one, rename the file. ");
        }

        if (there.Find(image => image.Series.Count > 1) is { File: { } file } several)
        {
            throw new UsageException($"{request.Output} has several images {FileName.OfFile(file)} (series {string.Join(", ", several.Series)}), so it is not clear which one {file} replaces. Nothing was changed");
        }

        if (there.GroupBy(image => image.Series[0]).FirstOrDefault(same => same.Count() > 1)?.ToList() is { } twins)
        {
            throw new UsageException($"{twins[0].File} and {twins[1].File} would both replace series {twins[0].Series[0]} of {request.Output}; leave one out, or rename it. Nothing was changed");
        }
    }
}
