using System.Collections.Concurrent;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Hands everything on to another backend, and requires what is promised to backends. Of creations and writes, counted from 1, one may fail.</summary>
internal sealed class ObservedBackend(IArrayBackend inner, int failingCall = 0) : IArrayBackend
{
    private int opened;
    private int disposed;
    private int calls;

    /// <summary>Arrays that were created.</summary>
    public int Created { get; private set; }

    /// <summary>Arrays that were created or opened, and not disposed.</summary>
    public int Open => opened - disposed;

    public async ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        Assert.False(Path.Exists(request.Path));
        Assert.True(Path.IsPathFullyQualified(request.Path));
        FailPerhaps("creation", request);
        var array = await inner.CreateAsync(request, cancellationToken);
        lock (this)
        {
            Created++;
        }

        Interlocked.Increment(ref opened);
        return new ObservedArray(this, request, array, isWhole: true);
    }

    public async ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken)
    {
        Assert.True(Directory.Exists(request.Path));
        var array = await inner.OpenAsync(request, buffer, cancellationToken);
        Interlocked.Increment(ref opened);
        return new ObservedArray(this, request, array, isWhole: false);
    }

    private void FailPerhaps(string what, ArrayRequest request)
    {
        if (Interlocked.Increment(ref calls) == failingCall)
        {
            throw new IOException($"the {what} of {request.Path} fails, as the test wanted");
        }
    }

    private sealed class ObservedArray(ObservedBackend backend, ArrayRequest request, IWritableArray inner, bool isWhole) : IWritableArray
    {
        private readonly ConcurrentDictionary<string, bool> chunks = new();
        private bool isDisposed;

        public async ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
        {
            Assert.False(isDisposed);
            Assert.True(region.IsInside(request.Shape));
            Assert.Equal(region.Shape.ElementCount * request.DataType.Size, elements.Length);
            var (first, last) = (Chunk(region, last: false), Chunk(region, last: true));
            Assert.Equal(first, last);
            Assert.True(chunks.TryAdd(first, true) || !isWhole, $"chunk {first} came twice");
            backend.FailPerhaps("write", request);
            await inner.WriteAsync(region, elements, cancellationToken);
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            Assert.False(isDisposed);
            isDisposed = true;
            Assert.True(Directory.Exists(request.Path)); // it was not moved away before
            Interlocked.Increment(ref backend.disposed);
            return inner.DisposeAsync();
        }

        private string Chunk(Region region, bool last) => string.Join(
            '.', request.WriteUnit.Select((length, d) => (region.Offset[d] + (last ? region.Shape[d] - 1 : 0)) / length));
    }
}
