using System.Buffers;

namespace Zarr.Stores.Zip;

/// <summary>The bytes of an archive: an open file, or a value of a store. They stay one version, or reading fails. Thread-safe.</summary>
internal interface IArchiveSource
{
    /// <summary>The version of the archive; null if the source cannot notice that it changes.</summary>
    string? Version { get; }

    /// <summary>The length in bytes.</summary>
    /// <exception cref="FileNotFoundException">There is no archive.</exception>
    ValueTask<long> GetLengthAsync(CancellationToken cancellationToken);

    /// <summary>Reads exactly this number of bytes. The caller disposes them.</summary>
    /// <exception cref="IOException">There are fewer bytes.</exception>
    /// <exception cref="NodeReplacedException">The archive changed since it was opened.</exception>
    ValueTask<IMemoryOwner<byte>> ReadAsync(long offset, int length, CancellationToken cancellationToken);
}
