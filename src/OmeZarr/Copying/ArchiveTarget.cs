using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>An archive, which is written beside its destination and renamed.</summary>
internal sealed class ArchiveTarget(string path, ZipWriter archive) : CopyTarget(path, archive, StorePrefix.Root)
{
    internal override ZipWriter Archive => archive;

    internal static async Task<ArchiveTarget> BeginAsync(CopySource source, StoreLocation to, StoreCopyOptions options, CancellationToken cancellationToken)
    {
        if (options.Resume)
        {
            throw new ArgumentException($"{to} is an archive, which cannot be written in several runs. Copy without {nameof(StoreCopyOptions.Resume)}");
        }

        var path = ArchivePlace.Require(to);
        var version = source.IsV3 ? source.Root.Version : null;
        if (version is null && path.EndsWith(ArchivePlace.Ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{source.Location} is {(source.Root.Version is { } old ? $"OME-Zarr {old}" : "no OME-Zarr")}, but files {ArchivePlace.Ending} hold OME-Zarr 0.5 (RFC-9). Convert it to 0.5 first, or choose a name that ends in .zip");
        }

        await ArchivePlace.RequireReplaceableAsync(path, options.Overwrite, cancellationToken).ConfigureAwait(false);
        return new ArchiveTarget(path, new ZipWriter(path, new ZipWriterOptions
        {
            Comment = version is null ? string.Empty : ArchivePlace.Comment(version),
            Overwrite = options.Overwrite,
            FlushToDisk = options.Durability == Durability.Flushed,
        }));
    }

    internal override Task PublishAsync(CancellationToken cancellationToken) => archive.PublishAsync(cancellationToken).AsTask();

    public override ValueTask DisposeAsync() => archive.DisposeAsync();
}
