using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>Files with OME-XML, of any release of the schema: alone, in sets, or beside a file with the metadata.</summary>
internal static class OmeDialect
{
    /// <summary>Number of files of a set that stay open, besides the opened one.</summary>
    private const int OpenFiles = 8;

    /// <summary>Reads a TIFF file; null if it has no OME-XML, or one without images.</summary>
    /// <exception cref="TiffFormatException">The metadata or a file of the set is damaged, or uses a feature that is not supported.</exception>
    /// <exception cref="ArgumentException">The user's axes do not fit.</exception>
    public static TiffMeaning? Read(TiffPages pages, ImageFileOptions options) =>
        OmeSource.Of(pages) is { } source ? Read(source, pages, options) : null;

    /// <summary>Reads a file that holds nothing but the OME-XML of TIFF files beside it.</summary>
    /// <exception cref="TiffFormatException">The metadata or a file of the set is damaged, or none of the files is there.</exception>
    /// <exception cref="ArgumentException">The user's axes do not fit.</exception>
    public static TiffMeaning ReadMetadataFile(string path, ImageFileOptions options, IReadOnlyList<ITiffBlockDecoder> decoders)
    {
        if (options.Page is not null)
        {
            throw new ArgumentException($"{path} has no pages, only the metadata of other files; read a page of one of these");
        }

        var handles = new FileHandles(OpenFiles);
        try
        {
            var source = OmeSource.OfMetadataFile(path);
            return new OmeSetReader(source, path, OmeFiles.Open(source, null, OmeFolder.Of(path, handles), handles, decoders), options).Read() with { Resources = handles };
        }
        catch
        {
            handles.Dispose();
            throw;
        }
    }

    private static TiffMeaning Read(OmeSource own, TiffPages pages, ImageFileOptions options)
    {
        var handles = new FileHandles(OpenFiles);
        try
        {
            var folder = OmeFolder.Of(pages.File.Path, handles);
            var source = own.Follow(folder);
            return new OmeSetReader(source, pages.File.Path, OmeFiles.Open(source, pages, folder, handles, pages.File.Decoders), options).Read() with { Resources = handles };
        }
        catch
        {
            handles.Dispose();
            throw;
        }
    }
}
