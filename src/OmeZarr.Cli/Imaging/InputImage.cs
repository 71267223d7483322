using OmeZarr.Cli.Commands;
using OmeZarr.Tiff;
using Zarr;

namespace OmeZarr.Cli.Imaging;

/// <summary>The files of a conversion as one array with named axes.</summary>
internal sealed class InputImage : IDisposable
{
    private const string AxisOrder = "tczyx";

    private readonly IReadOnlyList<TiffImage> files;

    private InputImage(IReadOnlyList<TiffImage> files, IArraySource pixels, string axes, IReadOnlyList<PhysicalSize?> sizes, IReadOnlyList<string>? channelNames)
    {
        (this.files, Pixels, Axes, PixelSizes, ChannelNames) = (files, pixels, axes, sizes, channelNames);
    }

    internal IArraySource Pixels { get; }

    /// <summary>One letter for each axis, in the order of OME-Zarr.</summary>
    internal string Axes { get; }

    /// <summary>What the files say of the distance between elements, for each axis.</summary>
    internal IReadOnlyList<PhysicalSize?> PixelSizes { get; }

    /// <summary>What the files, or their names, say of the channels.</summary>
    internal IReadOnlyList<string>? ChannelNames { get; }

    /// <summary>Whether the channels are the red, green, blue (and alpha) of colour pictures.</summary>
    internal bool IsRgb => files[0].ChannelNames is ["Red", "Green", "Blue", ..];

    /// <summary>Opens the files and puts them together.</summary>
    /// <exception cref="UsageException">They do not fit together, or it is not said how.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static InputImage Open(ConvertRequest request)
    {
        var files = new List<TiffImage>();
        try
        {
            foreach (var input in request.Inputs)
            {
                files.Add(TiffImage.Open(input, new TiffOpenOptions { Axes = request.FileAxes }));
            }

            return request.StackAxis is null ? Single(request, files) : Stack(request, files);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }
    }

    private static InputImage Single(ConvertRequest request, List<TiffImage> files) => files is [var file]
        ? new InputImage(files, file, file.AxisNames, file.PixelSizes, file.ChannelNames)
        : throw new UsageException($"there are {request.Inputs.Count} input files; say along which axis to stack them: --stack c, z or t");

    private static InputImage Stack(ConvertRequest request, List<TiffImage> files)
    {
        var axis = request.StackAxis is [var letter] && "czt".Contains(letter, StringComparison.Ordinal)
            ? letter
            : throw new UsageException($"--stack {Quote.IfNeeded(request.StackAxis!)}: files are stacked along c, z or t");
        var first = files[0];
        if (first.AxisNames.Contains(axis, StringComparison.Ordinal))
        {
            throw new UsageException($"--stack {axis}: {request.Inputs[0]} has an axis {axis} already ({string.Join(", ", first.AxisNames.ToCharArray())}); stack along another");
        }

        RequireAlike(request, files);
        var position = first.AxisNames.Count(other => AxisOrder.IndexOf(other, StringComparison.Ordinal) < AxisOrder.IndexOf(axis, StringComparison.Ordinal));
        return new InputImage(
            files,
            ArraySource.Stack(files, position),
            first.AxisNames.Insert(position, axis.ToString()),
            [.. first.PixelSizes.Take(position), null, .. first.PixelSizes.Skip(position)],
            axis == 'c' ? [.. request.Inputs.Select(Path.GetFileNameWithoutExtension).OfType<string>()] : first.ChannelNames);
    }

    private static void RequireAlike(ConvertRequest request, List<TiffImage> files)
    {
        foreach (var (i, file) in files.Index())
        {
            if (file.Shape != files[0].Shape || file.DataType != files[0].DataType || file.AxisNames != files[0].AxisNames)
            {
                throw new UsageException(
                    $"{request.Inputs[i]} is {Describe(file)}, {request.Inputs[0]} is {Describe(files[0])}; only equal images can be stacked");
            }
        }
    }

    private static string Describe(TiffImage file) => $"{file.Shape} {file.DataType} ({string.Join(", ", file.AxisNames.ToCharArray())})";
}
