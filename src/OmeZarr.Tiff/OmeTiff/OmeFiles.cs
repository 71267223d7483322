using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The TIFF files of a set, found by the names and identifiers in the document.</summary>
internal sealed class OmeFiles
{
    // Opening waits for the disk or the network, so more than the processors may do it.
    private static readonly ParallelOptions Opening = new() { MaxDegreeOfParallelism = 8 };

    private readonly Dictionary<(string? Uuid, string? Name), OmeFile?> byReference = [];

    private OmeFiles(OmeFile? home) => Home = home;

    /// <summary>The file of pages whose file the document does not name; null if there is none.</summary>
    public OmeFile? Home { get; }

    /// <summary>The files in the order of the document.</summary>
    public IReadOnlyList<OmeFile> All { get; private set; } = [];

    /// <summary>Number of pages of all files.</summary>
    public long PageCount => All.Sum(file => (long)file.Count);

    /// <summary>Finds and opens all files of the images of a document.</summary>
    /// <param name="source">The document.</param>
    /// <param name="opened">The file that the user opened; null if that is the document itself.</param>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="handles">Opens the files while they are read.</param>
    /// <param name="decoders">Decoders of other compressions.</param>
    /// <exception cref="TiffFormatException">A file is damaged.</exception>
    public static OmeFiles Open(OmeSource source, TiffPages? opened, OmeFolder folder, FileHandles handles, IReadOnlyList<ITiffBlockDecoder> decoders)
    {
        var references = source.Document.Images.Where(image => image.Pixels is not null).SelectMany(image => image.Pixels!.TiffData).Select(Reference).Distinct().ToArray();
        var finder = new OmeFileFinder(source, opened, folder, references);
        var paths = references.ToDictionary(reference => reference, finder.Find);
        var home = opened?.File.Path ?? (source.IsTiff ? source.Path : null);
        var open = OpenAll([.. paths.Values.Append(home).OfType<string>().Distinct()], opened, handles, decoders);
        var files = new OmeFiles(home is null ? null : open[home]) { All = [.. open.Values] };
        foreach (var (reference, path) in paths)
        {
            files.byReference.Add(reference, path is null ? null : open[path]);
        }

        return files;
    }

    /// <summary>The file with the pages of an element; null if it is missing.</summary>
    public OmeFile? Of(TiffDataElement data) => byReference[Reference(data)];

    private static (string? Uuid, string? Name) Reference(TiffDataElement data) => (data.Uuid, data.FileName);

    private static OrderedDictionary<string, OmeFile> OpenAll(string[] paths, TiffPages? opened, FileHandles handles, IReadOnlyList<ITiffBlockDecoder> decoders)
    {
        var pages = new TiffPages?[paths.Length];
        var errors = new ConcurrentDictionary<int, ExceptionDispatchInfo>();
        Parallel.For(0, paths.Length, Opening, i =>
        {
            try
            {
                pages[i] = paths[i] == opened?.File.Path ? opened : new TiffPages(TiffStorage.Open(paths[i], handles, decoders));
            }
            catch (Exception error)
            {
                errors[i] = ExceptionDispatchInfo.Capture(error);
            }
        });
        if (!errors.IsEmpty)
        {
            errors.MinBy(error => error.Key).Value.Throw(); // the first file counts, whichever thread was first
        }

        var files = new OrderedDictionary<string, OmeFile>();
        foreach (var (i, path) in paths.Index())
        {
            files.Add(path, new OmeFile(pages[i]!));
        }

        return files;
    }
}
