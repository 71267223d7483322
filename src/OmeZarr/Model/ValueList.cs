using System.Collections;
using System.Runtime.CompilerServices;

namespace OmeZarr;

/// <summary>
/// An immutable list that is equal to another one when both hold equal values in the same order, so that records made of
/// lists compare by content. Made by a collection expression: <c>ValueList&lt;int&gt; list = [1, 2, 3];</c>. The default value is the empty list.
/// </summary>
/// <typeparam name="T">Type of the values; they should be immutable and equal by value themselves.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public readonly struct ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[]? values;

    internal ValueList(T[] values) => this.values = values;

    /// <summary>Number of values.</summary>
    public int Count => values?.Length ?? 0;

    /// <summary>The value at a position, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public T this[int index] => (uint)index < (uint)Count
        ? values![index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the list has {Count} values");

    /// <summary>Whether both lists hold equal values in the same order.</summary>
    public static bool operator ==(ValueList<T> left, ValueList<T> right) => left.Equals(right);

    /// <summary>Whether the lists differ in length or in any value.</summary>
    public static bool operator !=(ValueList<T> left, ValueList<T> right) => !left.Equals(right);

    /// <summary>The values as a span; it stays valid as long as the list is reachable.</summary>
    public ReadOnlySpan<T> AsSpan() => values;

    /// <inheritdoc/>
    public bool Equals(ValueList<T> other) => AsSpan().SequenceEqual(other.AsSpan(), EqualityComparer<T>.Default);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in AsSpan())
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>The values in brackets: <c>[1, 2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", this)}]";

    /// <summary>Enumerates the values in order.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(values ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes lists of type <see cref="ValueList{T}"/>; collection expressions call it.</summary>
public static class ValueList
{
    /// <summary>A list of a copy of the values.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> values) => new(values.ToArray());

    /// <summary>A list of the values of a sequence, in its order.</summary>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> values) => new([.. values]);
}
