namespace Zarr;

/// <summary>
/// Selects elements along one dimension: one element (an <see cref="int"/>, <see cref="long"/> or <see cref="Index"/> such as <c>^1</c>), a range of elements
/// (<c>..</c>, <c>10..20</c>, <c>^5..</c>; the end is exclusive), or every n-th element of a range (<see cref="Step"/>).
/// </summary>
/// <remarks>
/// An immutable value, made by conversion: <c>array[1, .., 10..20]</c>. A single element drops its dimension, a range keeps it, also one of length 1.
/// A slice is never clipped: one that reaches beyond the array is an error. The default is element 0.
/// </remarks>
public readonly record struct Slice
{
    private readonly long start;
    private readonly long end;
    private readonly bool startFromEnd;
    private readonly bool endFromEnd;
    private readonly long step; // 0 for a single element

    private Slice(long start, bool startFromEnd, long end, bool endFromEnd, long step) =>
        (this.start, this.startFromEnd, this.end, this.endFromEnd, this.step) = (start, startFromEnd, end, endFromEnd, step);

    /// <summary>The whole dimension, as <c>..</c> does.</summary>
    public static Slice All { get; } = Range.All;

    /// <summary>One element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative. To count from the end, write <c>^1</c>.</exception>
    public static implicit operator Slice(int index) => At(index);

    /// <summary>One element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative. To count from the end, write <c>^1</c>.</exception>
    public static implicit operator Slice(long index) => At(index);

    /// <summary>One element; <c>^1</c> is the last one.</summary>
    public static implicit operator Slice(Index index) => new(index.Value, index.IsFromEnd, 0, false, 0);

    /// <summary>A range of elements.</summary>
    public static implicit operator Slice(Range range) => Step(range, 1);

    /// <summary>One element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative. To count from the end, write <c>^1</c>.</exception>
    public static Slice At(long index) => index >= 0
        ? new Slice(index, false, 0, false, 0)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"an index cannot be negative; the last element is ^1, not {index}");

    /// <summary>Elements from <paramref name="start"/> to <paramref name="end"/> (exclusive), for indices beyond the 2^31 that a <see cref="Range"/> can have.</summary>
    /// <param name="start">First element, from 0.</param>
    /// <param name="end">The element after the last, not before <paramref name="start"/>.</param>
    /// <param name="step">Distance between selected elements, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative, the end is before the start, or the step is less than 1.</exception>
    public static Slice Between(long start, long end, long step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        return new Slice(start, false, end, false, Forward(step));
    }

    /// <summary>Every <paramref name="step"/>th element of a range, beginning with its first: <c>Slice.Step(.., 2)</c> selects elements 0, 2, 4, ….</summary>
    /// <param name="range">The range; its end is exclusive.</param>
    /// <param name="step">Distance between selected elements, at least 1. Going backwards is not supported.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public static Slice Step(Range range, long step) =>
        new(range.Start.Value, range.Start.IsFromEnd, range.End.Value, range.End.IsFromEnd, Forward(step));

    /// <summary>The slice as in C#: <c>1</c>, <c>^1</c>, <c>10..20</c>, <c>10..20 step 2</c>.</summary>
    public override string ToString()
    {
        var first = $"{(startFromEnd ? "^" : string.Empty)}{start}";
        var range = $"{first}..{(endFromEnd ? "^" : string.Empty)}{end}";
        return step switch { 0 => first, 1 => range, _ => $"{range} step {step}" };
    }

    /// <summary>Resolves the slice for a dimension of a known length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slice reaches beyond the dimension.</exception>
    internal ResolvedSlice Resolve(long length, int dimension, string paramName = "slices")
    {
        var from = startFromEnd ? length - start : start;
        var to = step == 0 ? from + 1 : endFromEnd ? length - end : end;
        if (from < 0 || to > length || from > to)
        {
            throw new ArgumentOutOfRangeException(paramName, $"the slice {this} does not fit dimension {dimension}, which is {length} long");
        }

        return step == 0
            ? new ResolvedSlice(from, 1, 1, IsElement: true)
            : new ResolvedSlice(from, to - from == 0 ? 0 : ((to - from - 1) / step) + 1, step, IsElement: false);
    }

    private static long Forward(long step) => step >= 1
        ? step
        : throw new ArgumentOutOfRangeException(nameof(step), step, "a step is at least 1; elements cannot be taken backwards");
}

/// <summary>A slice of a dimension whose length is known.</summary>
/// <param name="Start">First element.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Step">Distance between neighbours.</param>
/// <param name="IsElement">Whether the slice selects a single element, which drops the dimension.</param>
internal readonly record struct ResolvedSlice(long Start, long Count, long Step, bool IsElement);
