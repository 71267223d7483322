using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.OmeXml;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The metadata of a set of files, and the file that holds them.</summary>
internal sealed record OmeSource
{
    /// <summary>The file that holds the document.</summary>
    public required string Path { get; init; }

    /// <summary>Whether that file holds pixels, too.</summary>
    public required bool IsTiff { get; init; }

    public required string Text { get; init; }

    public required OmeElement Document { get; init; }

    /// <summary>The metadata in the description of the first page; null if it is no OME-XML, or says nothing about images.</summary>
    /// <exception cref="TiffFormatException">The document is damaged.</exception>
    public static OmeSource? Of(TiffPages pages)
    {
        var own = pages.Directories.Count == 0 ? null : OfTiff(pages.File.Path, pages.Text(0, TiffTag.ImageDescription));
        if (own is null or { Document: { Images.Count: > 0 } or { BinaryOnly: not null } })
        {
            return own;
        }

        pages.Findings.Add(new FileFinding(FileFindingKind.LeftOut, "its OME-XML describes no image, so it is not followed"));
        return null;
    }

    /// <summary>The metadata to which these refer, or these.</summary>
    /// <exception cref="TiffFormatException">They are missing or damaged.</exception>
    public OmeSource Follow(OmeFolder folder) => Document is { Images.Count: 0, BinaryOnly: { } other } ? Follow(this, other, folder) : this;

    /// <summary>The metadata of a file without pixels.</summary>
    /// <exception cref="TiffFormatException">The document is damaged, or describes no images.</exception>
    public static OmeSource OfMetadataFile(string path) => Of(path, isTiff: false, OmeText.Find(OmeMetadataFile.ReadText(path))) is { Document.Images.Count: > 0 } source
        ? source
        : throw new TiffFormatException(path, "is no TIFF file, and no OME-XML that describes images");

    private static OmeSource Follow(OmeSource own, BinaryOnlyElement other, OmeFolder folder)
    {
        var path = folder.Find(other.MetadataFile, other.Uuid) ?? throw new TiffFormatException(
            own.Path,
            $"its metadata are in the file {other.MetadataFile ?? other.Uuid ?? "that it does not name"}, which is not beside it; put it there, or say what the pages are: "
                + "--axes (for example --axes zyx), and for several files --stack (for example --stack z --axes yx)")
        {
            NeedsFiles = true,
        };
        var source = OmeMetadataFile.IsOne(path) ? OfMetadataFile(path) : OfTiff(path);
        return source is { Document.Images.Count: > 0 } ? source : throw new TiffFormatException(path, $"has no OME-XML that describes images, but {own.Path} refers to it");
    }

    private static OmeSource? OfTiff(string path)
    {
        using var storage = TiffStorage.Open(path);
        return TiffDirectory.ReadAll(storage).FirstOrDefault() is { } first ? OfTiff(path, TiffPages.Text(first, TiffTag.ImageDescription, OmeText.MaxBytes)) : null;
    }

    private static OmeSource? OfTiff(string path, string description) => Of(path, isTiff: true, OmeText.Find(description));

    private static OmeSource? Of(string path, bool isTiff, string? text) =>
        text is null ? null : new OmeSource { Path = path, IsTiff = isTiff, Text = text, Document = OmeXmlReader.Read(path, text) };
}
