using System.Buffers.Binary;
using System.Globalization;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats;

/// <summary>The header of an MRC file (MRC2014, CCP-EM).</summary>
internal sealed record MrcHeader
{
    internal const int Length = 1024;

    private const int ImodStamp = 1146047817;
    private const int VolumeStack = 401;

    internal required bool IsBigEndian { get; init; }

    internal required DataType DataType { get; init; }

    /// <summary>Offset of the first element.</summary>
    internal required long Start { get; init; }

    internal required IReadOnlyList<StoredAxis> Axes { get; init; }

    internal required IReadOnlyList<FileFinding> Findings { get; init; }

    /// <exception cref="ImageFileException">The header is damaged, or the file uses a feature that is not supported.</exception>
    internal static MrcHeader Read(PlainFile file)
    {
        var bytes = file.Head(Length);
        if (bytes.Length < Length)
        {
            throw file.Damaged("not an MRC file: it is shorter than the header");
        }

        var isBigEndian = IsBig(bytes);
        int Integer(int word) => isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(word * 4)) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(word * 4));
        float Number(int word) => BitConverter.Int32BitsToSingle(Integer(word));
        long[] lengths = [Integer(0), Integer(1), Integer(2)];
        var type = TypeOf(file, Integer(3), Integer(38) == ImodStamp && (Integer(39) & 1) == 0);
        var extended = Integer(23);
        if (lengths.Any(length => length < 1) || extended < 0)
        {
            throw file.Damaged($"damaged: it has {string.Join(" x ", lengths)} pixels and an extended header of {extended} bytes");
        }

        var needed = ((Int128)lengths[0] * lengths[1] * lengths[2] * type.Size) + Length + extended;
        if (needed > file.Length)
        {
            throw file.Damaged($"truncated: {string.Join(" x ", lengths.Reverse())} {type} need {needed} bytes, the file has {file.Length}");
        }

        string letters = LettersOf(file, [Integer(16), Integer(17), Integer(18)]);
        PhysicalSize?[] sizes = [.. Enumerable.Range(0, 3).Select(i => SizeOf(Number(10 + i), Integer(7 + i)))];
        var axes = new List<StoredAxis>();
        var stride = (long)type.Size;
        foreach (var (length, letter) in lengths.Zip(letters))
        {
            axes.Insert(0, new StoredAxis(letter, length, stride, sizes["xyz".IndexOf(letter, StringComparison.Ordinal)]));
            stride *= length;
        }

        var findings = new List<FileFinding>();
        var (spaceGroup, slices) = (Integer(22), Integer(9));
        if (spaceGroup >= VolumeStack && slices > 0 && slices < lengths[2] && lengths[2] % slices == 0)
        {
            axes = [new StoredAxis('t', lengths[2] / slices, axes[0].Stride * slices), axes[0] with { Length = slices }, .. axes[1..]];
            findings.Add(new FileFinding(FileFindingKind.Guessed, $"its {lengths[2] / slices} volumes are taken for time points; --axes names another axis"));
        }
        else if (spaceGroup == 0 && lengths[2] > 1)
        {
            axes[0] = axes[0] with { Size = null };
            findings.Add(new FileFinding(FileFindingKind.Guessed, $"its {lengths[2]} images are taken for slices along z; --axes names another axis, for example --axes tyx"));
        }

        if (extended > 0)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, $"the extended header ({extended} bytes) is not read"));
        }

        findings.AddRange(PlacementOf(Number, Integer));
        return new MrcHeader { IsBigEndian = isBigEndian, DataType = type, Start = Length + extended, Axes = axes, Findings = findings };
    }

    /// <summary>The machine stamp says the byte order. Where it is missing, the mode does: it is a small number.</summary>
    private static bool IsBig(ReadOnlySpan<byte> bytes) => bytes[212] switch
    {
        0x44 => false,
        0x11 => true,
        _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) > 0xFFFF,
    };

    private static DataType TypeOf(PlainFile file, int mode, bool isUnsigned) => mode switch
    {
        0 => isUnsigned ? DataType.UInt8 : DataType.Int8,
        1 => DataType.Int16,
        2 => DataType.Float32,
        4 => DataType.Complex64,
        6 => DataType.UInt16,
        12 => DataType.Float16,
        3 => throw file.Damaged("its complex 16-bit integers (mode 3) are not supported; convert them to mode 4 first"),
        101 => throw file.Damaged("its 4-bit values (mode 101) are not supported; convert them to mode 0 first, for example with newstack of IMOD"),
        _ => throw file.Damaged($"mode {mode} is not one of MRC: 0, 1, 2, 4, 6, 12"),
    };

    /// <summary>The letters of columns, rows and sections. Files that leave them out have x, y, z.</summary>
    private static string LettersOf(PlainFile file, int[] map) => map.All(axis => axis == 0) ? "xyz"
        : map.Order().SequenceEqual([1, 2, 3]) ? string.Concat(map.Select(axis => "xyz"[axis - 1]))
        : throw file.Damaged($"damaged: its columns, rows and sections are the axes {string.Join(", ", map)} instead of 1, 2, 3");

    private static PhysicalSize? SizeOf(float cell, int sampling) =>
        sampling > 0 && float.IsFinite(cell) && cell > 0 ? new PhysicalSize(ShortestDecimal.Of(cell) / sampling, "angstrom") : null;

    /// <summary>Says what is left out of the place of the volume. Programs disagree about the unit of the origin (pixels or angstrom), so it is not taken for a position.</summary>
    private static IEnumerable<FileFinding> PlacementOf(Func<int, float> number, Func<int, int> integer)
    {
        float[] origin = [number(49), number(50), number(51)];
        int[] start = [integer(4), integer(5), integer(6)];
        float[] angles = [number(13), number(14), number(15)];
        if (origin.Any(value => value != 0))
        {
            yield return new FileFinding(FileFindingKind.LeftOut, $"the origin ({string.Join(", ", origin.Select(value => value.ToString(CultureInfo.InvariantCulture)))}) is left out");
        }

        if (start.Any(value => value != 0))
        {
            yield return new FileFinding(FileFindingKind.LeftOut, $"the start of the box in the cell ({string.Join(", ", start)}) is left out");
        }

        if (angles.Any(angle => angle is not (0 or 90)))
        {
            yield return new FileFinding(FileFindingKind.LeftOut, $"the angles of the cell ({string.Join(", ", angles.Select(value => value.ToString(CultureInfo.InvariantCulture)))}) are left out: OME-Zarr has right angles only");
        }
    }
}
