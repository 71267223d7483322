namespace Zarr.Metadata;

/// <summary>Data types as NumPy writes them, such as <c>&lt;u2</c>: in the metadata of Zarr v2, and in the codecs of numcodecs.</summary>
internal static class NumpyType
{
    private static readonly (string Text, DataType Type)[] Known =
    [
        ("b1", DataType.Bool),
        ("i1", DataType.Int8), ("i2", DataType.Int16), ("i4", DataType.Int32), ("i8", DataType.Int64),
        ("u1", DataType.UInt8), ("u2", DataType.UInt16), ("u4", DataType.UInt32), ("u8", DataType.UInt64),
        ("f2", DataType.Float16), ("f4", DataType.Float32), ("f8", DataType.Float64),
        ("c8", DataType.Complex64), ("c16", DataType.Complex128),
    ];

    /// <summary>The data type by its letter and size, such as <c>u2</c>, or null.</summary>
    internal static DataType? Find(string kindAndSize) => Array.Find(Known, known => known.Text == kindAndSize).Type;

    /// <summary>The data type by any name that NumPy takes, such as <c>&lt;u2</c>, <c>u2</c> or <c>uint16</c>, or null.</summary>
    /// <param name="text">The name.</param>
    /// <param name="isBigEndian">Whether it names big endian, for a type of more than one byte.</param>
    internal static DataType? Parse(string text, out bool isBigEndian)
    {
        var type = text.StartsWith('<') || text.StartsWith('>') || text.StartsWith('|') || text.StartsWith('=')
            ? Find(text[1..])
            : Find(text) ?? DataType.FromName(text);
        isBigEndian = text.StartsWith('>') && type?.Size > 1;
        return type;
    }
}
