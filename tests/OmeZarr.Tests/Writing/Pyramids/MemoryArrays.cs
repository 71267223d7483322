using System.Collections.Concurrent;
using TestKit;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>A backend that keeps arrays in memory, and counts how often it was given each region.</summary>
internal sealed class MemoryArrays : IArrayBackend
{
    private readonly ConcurrentDictionary<string, MemoryArray> arrays = new();

    /// <summary>The array of a name.</summary>
    internal MemoryArray this[string name] => arrays[name];

    internal IEnumerable<MemoryArray> All => arrays.Values;

    public ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.Path);
        return new(arrays[Path.GetFileName(request.Path)] = new MemoryArray(request));
    }

    public ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>An array in memory.</summary>
internal sealed class MemoryArray(ArrayRequest request) : IWritableArray
{
    private readonly NaiveArray elements = new(request.Shape, request.DataType.Size, new byte[request.DataType.Size]);

    internal ArrayRequest Request => request;

    internal byte[] Bytes => elements.Bytes.ToArray();

    internal ConcurrentQueue<Region> Writes { get; } = new();

    public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
    {
        Writes.Enqueue(region);
        lock (this.elements)
        {
            this.elements.Write(region, elements.Span);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
