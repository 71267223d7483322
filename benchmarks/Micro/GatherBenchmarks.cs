using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Zarr;

namespace Micro;

/// <summary>One automatic chunk out of a stack of 60 planes of 1024 x 1024 uint16; the yardstick is copying as many bytes that lie together.</summary>
public class GatherBenchmarks
{
    private static readonly Shape Array = [60, 1024, 1024];
    private static readonly Region Chunk = new([0, 384, 512], [60, 128, 256]);

    private readonly ushort[] elements = new ushort[Array.ElementCount];
    private readonly byte[] chunk = new byte[Chunk.Shape.ElementCount * sizeof(ushort)];
    private readonly byte[] copy = new byte[Chunk.Shape.ElementCount * sizeof(ushort)];
    private readonly IArraySource source;
    private readonly IArraySource turned;

    public GatherBenchmarks()
    {
        elements.AsSpan().Fill(1);
        source = ArraySource.FromMemory<ushort>(elements, Array);
        turned = ArraySource.FromStrided<ushort>(elements, [60, 1024, 1024], [1024 * 1024, 1, 1024]);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => chunk.CopyTo(copy, 0);

    [Benchmark]
    public ValueTask Gather() => source.ReadAsync(Chunk, chunk, CancellationToken.None);

    [Benchmark]
    public ValueTask GatherTransposed() => turned.ReadAsync(Chunk, chunk, CancellationToken.None);

    [Benchmark]
    public void Scatter()
    {
        Span<long> from = stackalloc long[3];
        Span<long> to = stackalloc long[3];
        StridedCopy.CStrides(Chunk.Shape, from);
        StridedCopy.CStrides(Array, to);
        var target = new Layout(StridedCopy.Position(Chunk.Offset, to), to);
        StridedCopy.CopyElements(
            chunk, new Layout(0, from), MemoryMarshal.AsBytes(elements.AsSpan()), target, Chunk.Shape.AsSpan(), sizeof(ushort));
    }
}
