using OmeZarr.Copying;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Copies a hierarchy from one store to another, byte for byte: folders, object stores, memory, archives <c>.ozx</c>. Chunks stay as they are; to get other chunks, write the hierarchy again.</summary>
/// <remarks>
/// <para>Everything below the location is copied, files of other kinds too. The documents of nodes are copied last, that of the root at the very end, so that no reader takes an unfinished copy for a whole one. An archive has its documents first, and appears under its name when it is complete.</para>
/// <para>A store that cannot list its keys, such as one behind HTTP, is copied by its metadata: the nodes that OME-Zarr metadata name, and of each array the chunks of its grid that exist. Other files are not found, which a remark says.</para>
/// <para>A failed or cancelled copy leaves nothing, unless it is to be resumed (<see cref="StoreCopyOptions.Resume"/>).</para>
/// </remarks>
public static class StoreCopy
{
    /// <summary>Copies a hierarchy, a part of one, or an array.</summary>
    /// <param name="from">What is copied, of any version.</param>
    /// <param name="to">Where: a folder, a path in a store that can be written, or an archive <c>.ozx</c> (0.5 only) or <c>.zip</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Receives a report after each value, from any thread; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <returns>What was copied.</returns>
    /// <exception cref="Zarr.NodeNotFoundException">There is no Zarr node at the source.</exception>
    /// <exception cref="ArgumentException">Source and destination lie in each other, or the options do not fit the destination, or an <c>.ozx</c> would hold something else than OME-Zarr 0.5.</exception>
    /// <exception cref="NotSupportedException">The destination cannot be written.</exception>
    /// <exception cref="MisplacedDestinationException">The copy does not fit into the hierarchy around its destination.</exception>
    /// <exception cref="IOException">The destination exists and must stay, a store cannot be read or written, or the source changed. Or a value that was read back differs.</exception>
    /// <exception cref="Zarr.ZarrException">A value of an archive is damaged, or a node cannot be read and so cannot be enumerated.</exception>
    public static async Task<StoreCopyReport> CopyAsync(
        StoreLocation from, StoreLocation to, StoreCopyOptions? options = null, IProgress<StoreCopyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        options ??= StoreCopyOptions.Default;
        var source = await CopySource.OpenAsync(from, cancellationToken).ConfigureAwait(false);
        var target = await CopyTarget.OpenAsync(source, to, options, cancellationToken).ConfigureAwait(false);
        await using var disposed = target.ConfigureAwait(false);
        var count = new CopyCount(progress);
        await new Copier(source, target, new ValueCopier(source, target, options, count), options).RunAsync(cancellationToken).ConfigureAwait(false);
        await target.PublishAsync(cancellationToken).ConfigureAwait(false);
        return count.ToReport(source.Remarks);
    }

    /// <summary>Makes an archive of a folder in which a hierarchy was written.</summary>
    internal static Task PackAsync(string folder, string archive, WriteOptions options) =>
        CopyAsync(folder, archive, new StoreCopyOptions { Overwrite = options.Overwrite, Durability = options.Durability });
}
