using Zarr;

namespace Inputs;

/// <summary>A kind of input: what benchmarks write. Synthetic kinds have fixed seeds, so the same shape gives the same bytes each time.</summary>
public sealed class InputKind
{
    private const string Real = "real:";

    private readonly Action<Stream, Shape> write;

    private InputKind(string name, DataType dataType, Action<Stream, Shape> write) => (Name, DataType, this.write) = (name, dataType, write);

    /// <summary>The synthetic kinds.</summary>
    public static IReadOnlyList<InputKind> Synthetic { get; } =
    [
        new("camera", DataType.UInt16, (stream, shape) => CameraInput.Write(stream, shape, DataType.UInt16)),
        new("camera8", DataType.UInt8, (stream, shape) => CameraInput.Write(stream, shape, DataType.UInt8)),
        new("labels", DataType.UInt32, LabelsInput.Write),
        new("random", DataType.UInt16, NoiseInput.WriteRandom),
        new("zeros", DataType.UInt16, NoiseInput.WriteZeros),
        new("float", DataType.Float32, FloatInput.Write),
    ];

    /// <summary>The name, such as <c>camera</c> or <c>real:nuclei/img2d.tif</c>.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public DataType DataType { get; }

    /// <summary>The kind of this name.</summary>
    /// <param name="name">A synthetic kind, or <c>real:</c> and a TIFF file or a folder of them below <c>shared/data</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such real image.</exception>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static InputKind Named(string name)
    {
        if (name.StartsWith(Real, StringComparison.Ordinal))
        {
            var image = RealInput.Open(name[Real.Length..]);
            return new InputKind(name, image.DataType, image.Write);
        }

        return Synthetic.FirstOrDefault(kind => kind.Name == name)
            ?? throw new ArgumentException($"no input {name}; there are {string.Join(", ", Synthetic.Select(kind => kind.Name))}, {Real}FILE");
    }

    /// <summary>Writes the elements of an array: little endian, C order.</summary>
    /// <param name="stream">Where they go.</param>
    /// <param name="shape">Lengths, the last two of them rows and columns of a plane.</param>
    public void Write(Stream stream, Shape shape)
    {
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"an input has planes, so at least two dimensions; found {shape}");
        }

        write(stream, shape);
    }

    /// <summary>The elements of an array in memory.</summary>
    public byte[] ToBytes(Shape shape)
    {
        var bytes = new byte[shape.ElementCount * DataType.Size];
        using var stream = new MemoryStream(bytes);
        Write(stream, shape);
        return bytes;
    }
}
