using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>A file opened for reading.</summary>
/// <param name="Handle">The open file. The owner of this value disposes it.</param>
/// <param name="Path">Path of the file, for messages.</param>
/// <param name="Status">Status of the file when it was opened; null if the platform does not report it.</param>
internal readonly record struct OpenedFile(SafeFileHandle Handle, string Path, FileStatus? Status) : IDisposable
{
    // File systems record times with a resolution of usually some milliseconds, at worst two seconds (FAT). A file may change twice within this time and look the same.
    private static readonly TimeSpan CoarsestResolution = TimeSpan.FromSeconds(3);

    /// <summary>Bytes of the file.</summary>
    internal long Length => Status?.Length ?? RandomAccess.GetLength(Handle);

    /// <summary>Version of the value; null if the file changed so recently that its next version might look the same.</summary>
    /// <param name="now">The current time.</param>
    internal string? Version(DateTimeOffset now)
    {
        if (Status is { } status)
        {
            return VersionOf(status, now);
        }

        var (version, changed) = OfTimes();
        return changed < now - CoarsestResolution ? version : null;
    }

    /// <summary>Version of a value whose file has this status; null if the file changed so recently that its next version might look the same.</summary>
    internal static string? VersionOf(FileStatus status, DateTimeOffset now)
    {
        var changed = DateTimeOffset.UnixEpoch.AddTicks(Math.Max(status.Modified, status.Changed) / TimeSpan.NanosecondsPerTick);
        return changed < now - CoarsestResolution
            ? string.Create(CultureInfo.InvariantCulture, $"{status.Device:x}-{status.Inode:x}-{status.Created:x}-{status.Length:x}-{status.Modified:x}-{status.Changed:x}")
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private (string Version, DateTimeOffset Changed) OfTimes()
    {
        var (created, modified) = (File.GetCreationTimeUtc(Handle), File.GetLastWriteTimeUtc(Handle));
        var version = string.Create(CultureInfo.InvariantCulture, $"{created.Ticks:x}-{Length:x}-{modified.Ticks:x}");
        return (version, created > modified ? created : modified);
    }
}
