using System.Diagnostics;

namespace OmeZarr.Cli.Imaging;

/// <summary>Converts TIFF files to one OME-Zarr image.</summary>
internal static class Converter
{
    internal static async Task<ConvertSummary> RunAsync(ConvertRequest request, IProgress<WriteProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        RequireFree(request);
        using var input = InputImage.Open(request);
        var image = ImageMetadata.Create(request, input);
        var channels = ImageMetadata.ChannelNames(request, input);
        var pixels = new ChannelRangeSource(input.Pixels, image.Multiscales[0].ChannelAxisIndex);
        var options = new WriteOptions
        {
            Chunks = request.Chunks,
            Compression = request.Compression,
            Overwrite = request.Overwrite,
            Progress = progress,
            CompleteMetadata = channels is null ? null : planned => planned with { Omero = ImageMetadata.CreateOmero(channels, input, pixels.Ranges) },
        };
        await OmeWriter.WriteImageAsync(request.Output, image, pixels, options, cancellationToken).ConfigureAwait(false);
        return ConvertSummary.Create(request, input, clock.Elapsed);
    }

    /// <summary>Says it in the words of the command line, before anything is read; the writer checks again.</summary>
    private static void RequireFree(ConvertRequest request)
    {
        if (!request.Overwrite && Path.Exists(request.Output))
        {
            throw new UsageException($"{request.Output} exists; --overwrite replaces it. Nothing was changed");
        }
    }
}
