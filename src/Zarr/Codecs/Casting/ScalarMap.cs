using System.Numerics;
using System.Runtime.InteropServices;
using Zarr.Codecs.Elements;

namespace Zarr.Codecs.Casting;

/// <summary>The values that a configuration maps one by one (member <c>scalar_map</c>), in one direction.</summary>
/// <param name="type">Data type of the keys.</param>
/// <param name="entries">Key and value as the bytes of elements; the first of equal keys counts.</param>
internal sealed class ScalarMap(DataType type, IReadOnlyList<(byte[] Key, byte[] Value)> entries)
{
    /// <summary>The most entries; each costs a pass over the chunk.</summary>
    internal const int MaxCount = 256;

    private readonly Search indexOf = type.Make<Visitor, Search>(default);

    private delegate int Search(ReadOnlySpan<byte> elements, ReadOnlySpan<byte> key);

    /// <summary>Number of entries.</summary>
    internal int Count => entries.Count;

    /// <summary>The value of an entry.</summary>
    internal ReadOnlySpan<byte> Value(int entry) => entries[entry].Value;

    /// <summary>Finds the next element that equals the key of an entry: NaN equals any NaN, and zero has no sign.</summary>
    /// <returns>Its index, or the number of elements if there is none.</returns>
    internal int IndexOf(int entry, ReadOnlySpan<byte> elements)
    {
        var index = indexOf(elements, entries[entry].Key);
        return index >= 0 ? index : elements.Length / type.Size;
    }

    private static int IndexOf<T>(ReadOnlySpan<byte> elements, ReadOnlySpan<byte> key)
        where T : unmanaged, IEquatable<T> => MemoryMarshal.Cast<byte, T>(elements).IndexOf(MemoryMarshal.Read<T>(key));

    private readonly struct Visitor : INumberVisitor<Search>
    {
        public Search Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => IndexOf<T>;

        public Search Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => IndexOf<T>;
    }
}
