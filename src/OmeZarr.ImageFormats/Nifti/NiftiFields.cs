using System.Buffers.Binary;
using System.Text;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;

namespace OmeZarr.ImageFormats;

/// <summary>The numbers of a header of either version.</summary>
internal sealed class NiftiFields
{
    private readonly byte[] bytes;

    internal NiftiFields(byte[] bytes)
    {
        this.bytes = bytes;
        IsSecond = !bytes.AsSpan(344).StartsWith("n+1\0"u8);
        // The length of the header tells the byte order.
        IsBigEndian = BinaryPrimitives.ReadInt32LittleEndian(bytes) is not (NiftiHeader.Size1 or NiftiHeader.Size2);
    }

    internal bool IsSecond { get; }

    internal bool IsBigEndian { get; }

    internal int Type => Integer(IsSecond ? 12 : 70, 2) is var code ? (int)code : 0;

    internal long Start => IsSecond ? Integer(168, 8) : (long)Math.Clamp(Number(108, 4), 0, long.MaxValue / 2);

    internal (double Slope, double Intercept) Scaling => IsSecond ? (Number(176, 8), Number(184, 8)) : (Number(112, 4), Number(116, 4));

    internal string Description => Encoding.UTF8.GetString(bytes.AsSpan(IsSecond ? 240 : 148, 80)).TrimEnd('\0', ' ');

    /// <summary>Whether the header gives a position in space by a quaternion and an offset.</summary>
    internal bool HasQuaternion => Integer(IsSecond ? 344 : 252, IsSecond ? 4 : 2) > 0;

    /// <summary>Whether the header gives a position in space by a matrix, which counts more than the quaternion.</summary>
    internal bool HasMatrix => Integer(IsSecond ? 348 : 254, IsSecond ? 4 : 2) > 0;

    /// <summary>Whether the quaternion turns nothing, and no axis is mirrored.</summary>
    internal bool IsUpright => Enumerable.Range(0, 3).All(i => Quaternion(i) == 0) && (IsSecond ? Number(104, 8) : Number(76, 4)) >= 0;

    /// <summary>The name of the unit of space; null if the header does not say it.</summary>
    internal string? SpaceUnit => (Units & 7) switch { 1 => "meter", 2 => "millimeter", 3 => "micrometer", _ => null };

    private int Units => IsSecond ? (int)Integer(500, 4) : bytes[123];

    /// <summary>The offset of the first voxel along x, y or z.</summary>
    internal double Offset(int axis) => IsSecond ? Number(376 + (8 * axis), 8) : Number(268 + (4 * axis), 4);

    /// <summary>An element of the matrix of 3 rows and 4 columns.</summary>
    internal double Matrix(int row, int column) => ((4 * row) + column) is var index && IsSecond ? Number(400 + (8 * index), 8) : Number(280 + (4 * index), 4);

    /// <summary>The number of dimensions at 0, then their lengths.</summary>
    internal long Dimension(int index) => IsSecond ? Integer(16 + (8 * index), 8) : Integer(40 + (2 * index), 2);

    internal PhysicalSize? SizeOf(int axis)
    {
        var size = Math.Abs(IsSecond ? Number(104 + (8 * (axis + 1)), 8) : Number(76 + (4 * (axis + 1)), 4));
        var unit = axis switch
        {
            < 3 => SpaceUnit,
            3 => (Units & 56) switch { 8 => "second", 16 => "millisecond", 24 => "microsecond", _ => null },
            _ => null,
        };
        return axis < 4 && double.IsFinite(size) && size > 0 ? new PhysicalSize(size, unit) : null;
    }

    private long Integer(int at, int size)
    {
        var number = bytes.AsSpan(at, size);
        return (size, IsBigEndian) switch
        {
            (2, false) => BinaryPrimitives.ReadInt16LittleEndian(number),
            (2, true) => BinaryPrimitives.ReadInt16BigEndian(number),
            (4, false) => BinaryPrimitives.ReadInt32LittleEndian(number),
            (4, true) => BinaryPrimitives.ReadInt32BigEndian(number),
            (_, false) => BinaryPrimitives.ReadInt64LittleEndian(number),
            _ => BinaryPrimitives.ReadInt64BigEndian(number),
        };
    }

    private double Quaternion(int index) => IsSecond ? Number(352 + (8 * index), 8) : Number(256 + (4 * index), 4);

    /// <summary>A number. A float of 32 bits becomes the shortest decimal number that is nearest to it, so that 0.6 stays 0.6.</summary>
    private double Number(int at, int size) => size == 8 ? BitConverter.Int64BitsToDouble(Integer(at, 8)) : ShortestDecimal.Of(BitConverter.Int32BitsToSingle((int)Integer(at, 4)));
}
