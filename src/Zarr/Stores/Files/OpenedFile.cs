using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>A file that was opened for reading.</summary>
/// <param name="Handle">The file; whoever has this has to dispose of it.</param>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Status">What the system said of it when it was opened; null if the platform has no call for it.</param>
internal readonly record struct OpenedFile(SafeFileHandle Handle, string Path, FileStatus? Status) : IDisposable
{
    // File systems note times in steps: of some milliseconds usually, of two seconds at the worst (FAT). Within a step, a file may change twice and look the same.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(3);

    /// <summary>Bytes of the file.</summary>
    internal long Length => Status?.Length ?? RandomAccess.GetLength(Handle);

    /// <summary>Which version of the value it is; null if it changed so shortly before that the next version might look the same.</summary>
    /// <param name="now">The time.</param>
    internal ValueVersion? Version(DateTimeOffset now)
    {
        var (version, changed) = Status is { } status ? Of(status) : OfTimes();
        return changed < now - LongestStep ? version : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static (ValueVersion Version, DateTimeOffset Changed) Of(FileStatus status)
    {
        var file = new StoreIdentity(status.Device, status.Inode, (ulong)status.Created);
        var changed = DateTimeOffset.UnixEpoch.AddTicks(Math.Max(status.Modified, status.Changed) / TimeSpan.NanosecondsPerTick);
        return (new ValueVersion(null, file, status.Length, status.Modified, status.Changed), changed);
    }

    private (ValueVersion Version, DateTimeOffset Changed) OfTimes()
    {
        var (created, modified) = (File.GetCreationTimeUtc(Handle), File.GetLastWriteTimeUtc(Handle));
        var version = new ValueVersion(null, new StoreIdentity(0, 0, (ulong)created.Ticks), Length, modified.Ticks);
        return (version, created > modified ? created : modified);
    }
}
