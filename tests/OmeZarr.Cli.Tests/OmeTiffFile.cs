using System.Buffers.Binary;
using System.Text;

namespace OmeZarr.Cli.Tests;

/// <summary>Writes small OME-TIFF files: pages of bytes, one strip each, with smaller copies in SubIFDs.</summary>
internal sealed class OmeTiffFile
{
    private readonly List<(int Width, byte[] Pixels, (int Width, byte[] Pixels)[] Levels)> pages = [];

    /// <summary>An OME element of the schema of 2016 around the content.</summary>
    internal static string Document(string content) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">{content}</OME>";

    /// <summary>An Image whose planes are pages from <paramref name="firstPage"/> on.</summary>
    internal static string Image(int number, string name, int x, int y, int firstPage, string sizes = "SizeC=\"1\" SizeZ=\"1\" SizeT=\"1\"", string channels = "<Channel ID=\"Channel:0\" SamplesPerPixel=\"1\"/>", string attributes = "", int planes = 1) =>
        $"<Image ID=\"Image:{number}\" Name=\"{name}\"><Pixels ID=\"Pixels:{number}\" DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"{x}\" SizeY=\"{y}\" {sizes} {attributes}>{channels}<TiffData IFD=\"{firstPage}\" PlaneCount=\"{planes}\"/></Pixels></Image>";

    internal OmeTiffFile Page(int width, byte[] pixels, params (int Width, byte[] Pixels)[] levels)
    {
        pages.Add((width, pixels, levels));
        return this;
    }

    internal string Write(string path, string xml)
    {
        using var file = new MemoryStream();
        file.Write("II*\0\0\0\0\0"u8);
        var description = Append(file, [.. Encoding.UTF8.GetBytes(xml), 0]);
        var links = new List<long> { 4 };
        foreach (var (number, page) in pages.Index())
        {
            var levels = page.Levels.Select(level => WriteDirectory(file, level.Width, level.Pixels, null, [], 1)).ToArray();
            var offsets = levels.Length > 1 ? Append(file, [.. levels.SelectMany(level => BitConverter.GetBytes((int)level.Start))]) : levels.Length == 1 ? levels[0].Start : 0;
            var (start, link) = WriteDirectory(file, page.Width, page.Pixels, number == 0 ? (description, xml) : null, levels.Length == 0 ? [] : [(330, 13, levels.Length, (int)offsets)], 0);
            Patch(file, links[^1], start);
            links.Add(link);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.ToArray());
        return path;
    }

    private static (long Start, long Link) WriteDirectory(MemoryStream file, int width, byte[] pixels, (long Offset, string Text)? description, (int Tag, int Type, int Count, int Value)[] more, int subfile)
    {
        var strip = Append(file, pixels);
        var height = pixels.Length / width;
        List<(int Tag, int Type, int Count, int Value)> tags =
        [
            (254, 4, 1, subfile), (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, (int)strip), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, pixels.Length), .. more,
        ];
        if (description is var (offset, text))
        {
            tags.Add((270, 2, Encoding.UTF8.GetByteCount(text) + 1, (int)offset));
        }

        tags.Sort();
        var bytes = new byte[2 + (12 * tags.Count) + 4];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)tags.Count);
        foreach (var (i, (tag, type, count, value)) in tags.Index())
        {
            var entry = bytes.AsSpan(2 + (12 * i));
            BinaryPrimitives.WriteInt16LittleEndian(entry, (short)tag);
            BinaryPrimitives.WriteInt16LittleEndian(entry[2..], (short)type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
        }

        var start = Append(file, bytes);
        return (start, start + bytes.Length - 4);
    }

    private static long Append(MemoryStream file, byte[] bytes)
    {
        if (file.Length % 2 == 1)
        {
            file.WriteByte(0);
        }

        var start = file.Length;
        file.Write(bytes);
        return start;
    }

    private static void Patch(MemoryStream file, long at, long value)
    {
        file.Position = at;
        file.Write(BitConverter.GetBytes((int)value));
        file.Position = file.Length;
    }
}
