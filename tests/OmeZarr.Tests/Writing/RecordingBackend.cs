using System.Collections.Concurrent;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>The built-in backend, and what it was asked.</summary>
internal sealed class RecordingBackend : IArrayBackend
{
    /// <summary>Arrays that were created.</summary>
    public ConcurrentBag<ArrayRequest> Created { get; } = [];

    /// <summary>The buffer of each array that was opened.</summary>
    public ConcurrentBag<WriteBuffer> Buffers { get; } = [];

    public ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        Created.Add(request);
        return IArrayBackend.BuiltIn.CreateAsync(request, cancellationToken);
    }

    public ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken)
    {
        Buffers.Add(buffer);
        return IArrayBackend.BuiltIn.OpenAsync(request, buffer, cancellationToken);
    }
}
