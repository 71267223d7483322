using Zarr;

namespace OmeZarr.Tiff.Writing;

/// <summary>Writes images to one file.</summary>
internal static class FileExporter
{
    private const long BytesOfDirectory = 512;

    internal static async Task WriteAsync(IReadOnlyList<ExportedImage> images, ExportedPlate? plate, string path, OmeTiffOptions options, ExportLimits limits, CancellationToken cancellationToken)
    {
        var description = OmeXmlWriter.ToBytes(images, plate, Path.GetFileName(path), Guid.NewGuid());
        using var file = NewFile.Create(path, options.Overwrite);
        var directories = new DirectoryWriter(file, isBig: MostBytes(images, options.Compression) + description.Length > limits.MostOfTiff);
        var report = new Report(options.Progress, images);
        var written = new List<(TileEncoder Encoder, WrittenLevel[] Levels)>();
        foreach (var image in images)
        {
            var encoder = new TileEncoder(options.Compression, image.Levels[0].DataType);
            var writer = new LevelWriter(file, encoder, options.Compression, limits, tiles => report.Add(image.Name, tiles));
            var levels = new List<WrittenLevel>();
            foreach (var level in image.Levels)
            {
                levels.Add(await writer.WriteAsync(level, cancellationToken).ConfigureAwait(false));
            }

            written.Add((encoder, [.. levels]));
        }

        foreach (var (encoder, levels) in written)
        {
            for (var plane = 0L; plane < levels[0].Stack.Planes; plane++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                directories.WritePage(levels, plane, encoder, description);
                description = null;
            }
        }

        file.Publish(flush: options.Durability == Durability.Flushed);
    }

    /// <summary>The most bytes that tiles and directories may take.</summary>
    private static long MostBytes(IReadOnlyList<ExportedImage> images, OmeTiffCompression compression) => images.SelectMany(image => image.Levels).Sum(level =>
    {
        var tile = WrittenLevel.TileOf(level);
        const long BytesOfEntry = 12; // offset and length of a tile
        return (level.Planes * BytesOfDirectory) + (WrittenLevel.TileCount(level, tile) * (TileEncoder.MaxLength(compression, tile.Height * tile.Width * level.DataType.Size) + BytesOfEntry));
    });

    /// <summary>Adds up what was written.</summary>
    private sealed class Report(IProgress<WriteProgress>? progress, IReadOnlyList<ExportedImage> images)
    {
        private readonly long tiles = images.SelectMany(image => image.Levels).Sum(level => WrittenLevel.TileCount(level, WrittenLevel.TileOf(level)));
        private readonly long bytes = images.SelectMany(image => image.Levels).Sum(level => Shape.Create(level.Lengths).ElementCount * level.DataType.Size);
        private long written;

        internal void Add(string image, long more)
        {
            written += more;
            progress?.Report(new WriteProgress(image, written, tiles, (long)((double)written / tiles * bytes), bytes));
        }
    }
}
