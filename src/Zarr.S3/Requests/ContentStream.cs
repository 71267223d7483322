using System.Runtime.InteropServices;

namespace Zarr.S3.Requests;

/// <summary>Memory as the stream that the SDK sends.</summary>
internal static class ContentStream
{
    internal static MemoryStream Over(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
