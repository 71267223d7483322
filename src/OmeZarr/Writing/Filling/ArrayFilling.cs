using System.Buffers;
using Zarr;

namespace OmeZarr.Writing.Filling;

/// <summary>Fills arrays of any backend from a source.</summary>
internal static class ArrayFilling
{
    /// <summary>Writes a region chunk by chunk (shard by shard), unless the array implements <see cref="IDirectArray"/>. Takes the memory of one chunk for each worker.</summary>
    internal static Task WriteAsync(
        IWritableArray array, ArrayRequest request, IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken) =>
        array is IDirectArray direct
            ? direct.WriteAsync(source, region, progress, cancellationToken)
            : WriteUnitsAsync(array, request, source, region, progress, cancellationToken);

    private static Task WriteUnitsAsync(
        IWritableArray array, ArrayRequest request, IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
    {
        var units = new UnitGrid(region, request.WriteUnit);
        var counter = new UnitCounter(units.Count, progress);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = request.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(units.Regions(), parallel, async (unit, token) =>
        {
            var length = checked((int)(unit.Shape.ElementCount * request.DataType.Size));
            var rented = ArrayPool<byte>.Shared.Rent(length);
            var elements = rented.AsMemory(0, length);
            await source.ReadAsync(units.WithinRegion(unit), elements, token).ConfigureAwait(false);
            await array.WriteAsync(unit, elements, token).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(rented); // not after an exception: another task may still use the array
            counter.Done(length);
        });
    }
}
