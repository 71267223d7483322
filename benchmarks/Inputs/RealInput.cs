using OmeZarr.Tiff;
using Zarr;

namespace Inputs;

/// <summary>
/// A real microscope image, tiled to a shape. A folder of images that are alike is a stack. Each round through the planes is moved by a third of the
/// height and half the width, so that what a compressor sees at once does not repeat: the same plane comes back after six rounds.
/// </summary>
internal sealed class RealInput
{
    private const string Solution = "OmeZarr.slnx";

    private readonly List<byte[]> planes = [];
    private int height;
    private int width;

    private RealInput(DataType dataType) => DataType = dataType;

    internal DataType DataType { get; }

    internal static RealInput Open(string name)
    {
        var path = Path.Join(DataFolder(), name);
        string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)] : [path];
        if (!File.Exists(files.FirstOrDefault()))
        {
            throw new FileNotFoundException($"{path} is not there: real images are in a folder shared/data beside the repository");
        }

        using var first = TiffImage.Open(files[0]);
        var input = new RealInput(first.DataType);
        foreach (var file in files)
        {
            input.Add(file);
        }

        return input;
    }

    internal void Write(Stream stream, Shape shape)
    {
        var target = Planes.Of(shape);
        var row = new byte[target.Width * DataType.Size];
        for (var plane = 0L; plane < target.Count; plane++)
        {
            var (round, source) = Math.DivRem(plane, planes.Count);
            for (var y = 0; y < target.Height; y++)
            {
                FillRow(row, planes[(int)source], y + (round * height / 3), round * width / 2);
                stream.Write(row);
            }
        }
    }

    private static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, Solution)))
            {
                return Path.GetFullPath(Path.Join(folder.FullName, "..", "shared", "data"));
            }
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }

    private void Add(string file)
    {
        using var image = TiffImage.Open(file);
        var source = Planes.Of(image.Shape);
        if (planes.Count > 0 && (source.Height != height || source.Width != width || image.DataType != DataType))
        {
            throw new ArgumentException($"{file} is {image.Shape} {image.DataType}, unlike the images before it");
        }

        (height, width) = (source.Height, source.Width);
        var elements = new byte[image.Shape.ElementCount * DataType.Size];
        var read = image.ReadAsync(Region.Whole(image.Shape), elements, CancellationToken.None);
        if (!read.IsCompletedSuccessfully)
        {
            throw new IOException($"{file} cannot be read");
        }

        planes.AddRange(elements.Chunk(height * width * DataType.Size));
    }

    private void FillRow(byte[] row, byte[] plane, long y, long x)
    {
        var pitch = width * DataType.Size;
        var source = plane.AsSpan((int)(y % height) * pitch, pitch);
        var start = (int)(x % width) * DataType.Size;
        for (var done = 0; done < row.Length;)
        {
            var length = Math.Min(pitch - start, row.Length - done);
            source.Slice(start, length).CopyTo(row.AsSpan(done));
            (done, start) = (done + length, 0);
        }
    }
}
