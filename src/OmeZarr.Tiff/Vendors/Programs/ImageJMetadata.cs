using System.Buffers.Binary;
using System.Text;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Vendors.Programs;

/// <summary>The tags 50838 and 50839 of ImageJ: labels of slices, display ranges and lookup tables.</summary>
/// <remarks>
/// Tag 50838 has the sizes of the parts of tag 50839. The first part is a table: the word <c>IJIJ</c>, then for each kind of entry a word of four letters and the number of its entries. The other parts are the entries, in this order. All
/// numbers are in the byte order of the file, and so are these words.
/// </remarks>
internal sealed class ImageJMetadata
{
    public const int MaxChannels = 4096;

    private const TiffTag Counts = (TiffTag)50838;
    private const TiffTag Data = (TiffTag)50839;
    private const int MaxBytes = 64 << 20;
    private const int MaxEntries = 1 << 20;
    private const int LutBytes = 768;

    private readonly List<string> labels = [];
    private readonly List<(double, double)?> ranges = [];
    private readonly List<(string? Color, bool IsInverted)> luts = [];

    /// <summary>One for each slice, in the order of the pages.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>One for each channel.</summary>
    public IReadOnlyList<(double Start, double End)?> Ranges => ranges;

    /// <summary>One for each channel: the colour at the bright end, and whether this is the end of small values.</summary>
    public IReadOnlyList<(string? Color, bool IsInverted)> Luts => luts;

    public static ImageJMetadata Read(TiffPages file, int directory)
    {
        var result = new ImageJMetadata();
        if (file.Directories[directory].Find(Counts) is { Count: >= 1 and <= MaxEntries } field)
        {
            var counts = new long[field.Count];
            if (field.TryReadIntegers(file.File, 0, counts))
            {
                result.ReadEntries(file.File, counts, file.Bytes(directory, Data, MaxBytes));
            }
        }

        return result;
    }

    /// <summary>The labels of the first slices if they name channels: one text for all slices of a channel, another for each channel. Otherwise null.</summary>
    public static string[]? ChannelNames(IReadOnlyList<string> labels, int channels, long slices)
    {
        if (channels < 2 || slices % channels != 0 || labels.Count < channels)
        {
            return null;
        }

        var names = labels.Take(channels).Select(label => label.Split('\n')[0].Trim()).ToArray();
        var areNames = names.All(name => name.Length is > 0 and < 100 && !name.StartsWith("c:", StringComparison.Ordinal)) && names.Distinct().Count() == channels
            && labels.Select((label, i) => label.Split('\n')[0].Trim() == names[i % channels]).All(equal => equal);
        return areNames ? names : null;
    }

    private void ReadEntries(TiffStorage file, long[] counts, byte[] data)
    {
        if (counts[0] > data.Length || counts[0] < 12)
        {
            return;
        }

        var (at, part) = (counts[0], 1);
        foreach (var (kind, count) in Kinds(file, data.AsSpan(0, (int)counts[0])))
        {
            for (var i = 0L; i < count && part < counts.Length; i++, part++)
            {
                if (counts[part] > data.Length - at)
                {
                    return;
                }

                ReadEntry(file, kind, data.AsSpan((int)at, (int)counts[part]));
                at += counts[part];
            }
        }
    }

    private static List<(uint Kind, uint Count)> Kinds(TiffStorage file, ReadOnlySpan<byte> table)
    {
        var kinds = new List<(uint, uint)>();
        for (var i = 4; i <= table.Length - 8; i += 8)
        {
            kinds.Add((file.ToUInt32(table[i..]), file.ToUInt32(table[(i + 4)..])));
        }

        return kinds;
    }

    private void ReadEntry(TiffStorage file, uint kind, ReadOnlySpan<byte> entry)
    {
        if (kind == Word("labl"))
        {
            labels.Add((file.IsBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(entry));
        }
        else if (kind == Word("rang"))
        {
            for (var i = 0; i <= entry.Length - 16 && ranges.Count < MaxChannels; i += 16)
            {
                ranges.Add(Range(Double(file, entry[i..]), Double(file, entry[(i + 8)..])));
            }
        }
        else if (kind == Word("luts") && entry.Length == LutBytes && luts.Count < MaxChannels)
        {
            luts.Add(Lut(entry));
        }
    }

    private static uint Word(string letters) => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(letters));

    private static double Double(TiffStorage file, ReadOnlySpan<byte> bytes) => BitConverter.UInt64BitsToDouble(file.ToUInt64(bytes));

    private static (double, double)? Range(double start, double end) => double.IsFinite(start) && double.IsFinite(end) && start < end ? (start, end) : null;

    /// <summary>The colour of one end of a table of 256 reds, 256 greens and 256 blues; none if both ends are bright.</summary>
    private static (string? Color, bool IsInverted) Lut(ReadOnlySpan<byte> table)
    {
        byte[] first = [table[0], table[256], table[512]];
        byte[] last = [table[255], table[511], table[767]];
        return (Sum(first), Sum(last)) switch
        {
            (var dark, > 0) when dark < 48 => (Convert.ToHexString(last), false),
            ( > 0, var dark) when dark < 48 => (Convert.ToHexString(first), true),
            _ => (null, false),
        };
    }

    private static int Sum(byte[] color) => color[0] + color[1] + color[2];
}
