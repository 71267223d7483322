using System.Buffers.Binary;

namespace OmeZarr.Cli.Tests;

/// <summary>A decoder of its own for little- or big-endian TIFF files of one page of bytes, plain or PackBits: nothing of it is shared with the library.</summary>
internal static class PlainTiff
{
    internal static byte[] Read(string path)
    {
        var file = File.ReadAllBytes(path);
        var isBig = file[0] == 'M';
        var tags = Tags(file, isBig);
        var pixels = new List<byte>();
        foreach (var (offset, count) in tags[273].Zip(tags[279]))
        {
            var strip = file.AsSpan((int)offset, (int)count);
            pixels.AddRange(tags[259][0] == 32773 ? Unpack(strip) : strip.ToArray());
        }

        return [.. pixels];
    }

    private static Dictionary<int, long[]> Tags(byte[] file, bool isBig)
    {
        var start = (int)Number(file, 4, 4, isBig);
        var tags = new Dictionary<int, long[]>();
        for (var i = 0; i < Number(file, start, 2, isBig); i++)
        {
            var entry = start + 2 + (12 * i);
            var size = Number(file, entry + 2, 2, isBig) switch { 3 => 2, 4 => 4, _ => 0 };
            var count = (int)Number(file, entry + 4, 4, isBig);
            var place = size * count <= 4 ? entry + 8 : (int)Number(file, entry + 8, 4, isBig);
            tags[(int)Number(file, entry, 2, isBig)] = size == 0 ? [] : [.. Enumerable.Range(0, count).Select(k => Number(file, place + (k * size), size, isBig))];
        }

        return tags;
    }

    private static List<byte> Unpack(ReadOnlySpan<byte> packed)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < packed.Length;)
        {
            var head = (sbyte)packed[i++];
            if (head >= 0)
            {
                bytes.AddRange(packed.Slice(i, head + 1));
                i += head + 1;
            }
            else if (head != -128)
            {
                bytes.AddRange(Enumerable.Repeat(packed[i++], 1 - head));
            }
        }

        return bytes;
    }

    private static long Number(byte[] file, int position, int size, bool isBig) => (size, isBig) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position)),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(position)),
        (_, true) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position)),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(position)),
    };
}
