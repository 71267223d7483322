using Microsoft.Win32.SafeHandles;
using OmeZarr;
using Zarr;
using Zarr.Metadata;

namespace Guides;

/// <summary>
/// An array backend for programs that want plain memory on disk: each array is one raw file, in C order and without compression, which can be mapped
/// into memory or read by anything. The file is at the same time the only chunk of a valid Zarr array, so that readers of OME-Zarr open it too.
/// </summary>
/// <remarks>Chunks, shards and compression that were asked for are ignored, but the pixels still come in those chunks.</remarks>
internal sealed class RawBackend : IArrayBackend
{
    public async ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        var file = DataFile(request);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using (var data = new FileStream(file, FileMode.CreateNew))
        {
            data.SetLength(request.Shape.ElementCount * request.DataType.Size); // zeros, which most file systems do not even store
        }

        await File.WriteAllBytesAsync(Path.Join(request.Path, "zarr.json"), Describe(request).ToUtf8(), cancellationToken);
        return new RawArray(request, file);
    }

    // Everything goes straight to the file, so nothing has to be kept in the buffer.
    public ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IWritableArray>(new RawArray(request, DataFile(request)));

    /// <summary>The key of the first chunk: <c>c/0/0</c> for two dimensions.</summary>
    private static string DataFile(ArrayRequest request) => Path.Join([request.Path, "c", .. Enumerable.Repeat("0", request.Shape.Rank)]);

    /// <summary>What the built-in backend would say, but for one uncompressed chunk.</summary>
    private static ArrayMetadata Describe(ArrayRequest request) => request.ToMetadata() with
    {
        ChunkShape = Shape.Create([.. request.Shape.Select(length => Math.Max(1, length))]),
        Codecs = [new NamedConfiguration("bytes", new() { ["endian"] = BitConverter.IsLittleEndian ? "little" : "big" })],
    };

    private sealed class RawArray(ArrayRequest request, string path) : IWritableArray
    {
        private readonly SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, FileOptions.Asynchronous);

        public async ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
        {
            var row = (int)region.Shape[region.Rank - 1] * request.DataType.Size; // elements that are neighbours in the file too
            for (var n = 0; n < elements.Length / row; n++)
            {
                await RandomAccess.WriteAsync(file, elements.Slice(n * row, row), PositionOfRow(region, n), cancellationToken);
            }
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            RandomAccess.FlushToDisk(file);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Where the n-th row of a region begins in the file.</summary>
        private long PositionOfRow(Region region, long n)
        {
            var last = region.Rank - 1;
            var (position, stride) = (region.Offset[last], request.Shape[last]);
            for (var d = last - 1; d >= 0; d--)
            {
                position += (region.Offset[d] + (n % region.Shape[d])) * stride;
                (n, stride) = (n / region.Shape[d], stride * request.Shape[d]);
            }

            return position * request.DataType.Size;
        }
    }
}
