using System.Text;
using OmeZarr.Tiff.Tests.Files;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Writes OME-TIFF files byte by byte: any pages of an image in any order, with any document.</summary>
public static class OmeTiffMaker
{
    public const string Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    /// <summary>Writes pages of an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The image.</param>
    /// <param name="pages">Numbers of its pages, in the order of the file.</param>
    /// <param name="description">The description of the first page; null for none.</param>
    /// <param name="isPlanar">Whether samples are stored one after another.</param>
    /// <param name="isBigEndian">Whether numbers are stored with the highest byte first.</param>
    /// <param name="levels">Smaller copies, with as many pages; each page lists its own as SubIFDs.</param>
    public static void Write(string path, TestImage image, IEnumerable<int> pages, string? description, bool isPlanar = false, bool isBigEndian = false, IReadOnlyList<TestImage>? levels = null)
    {
        var file = new RawTiff(isBigEndian).Header();
        foreach (var (number, page) in pages.Index())
        {
            var offset = file.Append(image.Stored(page, isPlanar, isBigEndian));
            var copies = (levels ?? []).Select(level => (level, file.Append(level.Stored(page, isPlanar, isBigEndian)))).ToArray();
            long[] subIfds = [.. copies.Select(copy => Tags(file, copy.level, copy.Item2, isPlanar).Long(254, 1).Detached())];
            Tags(file, image, offset, isPlanar);
            if (subIfds.Length > 0)
            {
                file.Long(330, subIfds);
            }

            if (number == 0 && description is not null)
            {
                file.Text(270, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(description)));
            }

            file.Directory();
        }

        File.WriteAllBytes(path, file.ToArray());
    }

    /// <summary>A document with one image.</summary>
    /// <param name="pixels">The attributes of Pixels, without its identifier.</param>
    /// <param name="content">The elements in Pixels.</param>
    /// <param name="root">Further attributes of the root.</param>
    public static string Document(string pixels, string content = "", string root = "") => Wrap($"<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" {pixels}>{content}</Pixels></Image>", root);

    /// <summary>A document with any content.</summary>
    public static string Wrap(string content, string root = "") => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"{Schema}\" {root}>{content}</OME>";

    /// <summary>The sizes as attributes.</summary>
    public static string Sizes(TestImage image, int z, int c, int t, string order = "XYZCT") =>
        $"DimensionOrder=\"{order}\" Type=\"{TypeOf(image)}\" SizeX=\"{image.Width}\" SizeY=\"{image.Height}\" SizeZ=\"{z}\" SizeC=\"{c}\" SizeT=\"{t}\"";

    private static string TypeOf(TestImage image) => image.DataType.Name switch { "float32" => "float", "float64" => "double", var name => name };

    private static RawTiff Tags(RawTiff file, TestImage image, long offset, bool isPlanar)
    {
        var plane = (long)image.Width * image.Height * image.DataType.Size;
        var blocks = isPlanar ? image.Samples : 1;
        var size = isPlanar ? plane : plane * image.Samples;
        return file.Long(256, image.Width).Long(257, image.Height).Short(258, [.. Enumerable.Repeat(8 * image.DataType.Size, image.Samples)])
            .Short(259, 1).Short(262, image.Samples >= 3 ? 2 : 1).Long(273, [.. Enumerable.Range(0, blocks).Select(block => offset + (block * size))])
            .Short(277, image.Samples).Long(278, image.Height).Long(279, [.. Enumerable.Repeat(size, blocks)]).Short(284, isPlanar ? 2 : 1)
            .Short(339, [.. Enumerable.Repeat(image.DataType.Kind switch { Zarr.DataTypeKind.SignedInteger => 2, Zarr.DataTypeKind.Float => 3, _ => 1 }, image.Samples)]);
    }
}
