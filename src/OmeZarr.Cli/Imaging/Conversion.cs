using System.Diagnostics;
using OmeZarr.Tiff;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Imaging;

/// <summary>TIFF files that were opened and checked, to become one OME-Zarr image.</summary>
internal sealed class Conversion : IDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConvertRequest request;
    private readonly InputImage input;
    private readonly Image image;
    private readonly IReadOnlyList<string>? channels;

    private Conversion(ConvertRequest request, InputImage input)
    {
        (this.request, this.input) = (request, input);
        image = ImageMetadata.Create(request, input);
        channels = ImageMetadata.ChannelNames(request, input);
        RequireChunksFit();
    }

    /// <summary>Name of the image.</summary>
    internal string Name => image.Multiscales[0].Name ?? request.Output;

    /// <summary>Opens the files and checks everything that can be checked before pixels are read.</summary>
    /// <exception cref="UsageException">What is asked for cannot be.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static Conversion Open(ConvertRequest request)
    {
        Destination.RequireUsable(request.Output, request.Overwrite);
        var input = InputImage.Open(request);
        try
        {
            return new Conversion(request, input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Writes the image.</summary>
    internal async Task<ConvertSummary> RunAsync(IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var options = new WriteOptions
        {
            Chunks = request.Chunks,
            Compression = request.Compression,
            Overwrite = request.Overwrite,
            Progress = progress,
        };
        if (channels is null)
        {
            await WriteAsync(input.Pixels, options, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var pixels = new ChannelRangeSource(input.Pixels, image.Multiscales[0].ChannelAxisIndex);
            Image Complete(Image planned) => planned with { Omero = ImageMetadata.CreateOmero(channels, input, pixels.Ranges) };
            await WriteAsync(pixels, options with { CompleteMetadata = Complete }, cancellationToken).ConfigureAwait(false);
        }

        return ConvertSummary.Create(request, input, clock.Elapsed);
    }

    public void Dispose() => input.Dispose();

    private async Task WriteAsync(IArraySource pixels, WriteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await OmeWriter.WriteImageAsync(request.Output, image, pixels, options, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or (IOException and not TiffFormatException))
        {
            // The system names a file inside the unfinished hierarchy, which tells the user nothing.
            throw new IOException($"{request.Output}: cannot be written: {(error is UnauthorizedAccessException ? "permission denied" : error.Message)}", error);
        }
    }

    private void RequireChunksFit()
    {
        try
        {
            request.Chunks.For(input.Pixels.Shape, input.Pixels.DataType);
        }
        catch (ArgumentException)
        {
            var axes = string.Join(", ", input.Axes.ToCharArray());
            throw new UsageException($"--chunks {request.Chunks}: expected {input.Axes.Length} lengths, one for each of the axes {axes} of the image");
        }
    }
}
