using System.Runtime.InteropServices;

namespace Zarr;

/// <summary>Arrays of one to 32 dimensions whose type is known only as a whole (<c>ushort[,]</c>).</summary>
internal static class RectangularArray
{
    /// <exception cref="ArgumentException">The type is no array, or has another number of dimensions than the shape.</exception>
    internal static Array Create(Type type, Shape shape)
    {
        if (!type.IsArray || type.GetArrayRank() != shape.Rank)
        {
            var found = type.IsArray ? $"has {type.GetArrayRank()} dimensions" : "is no array";
            throw new ArgumentException($"{type.Name} {found}, the view has {shape.Rank} ({shape})");
        }

        // Asked for each dimension: an empty array may have a length that none can have.
        return shape.All(length => length <= Array.MaxLength)
            ? Array.CreateInstanceFromArrayType(type, [.. shape.Select(length => (int)length)])
            : throw new ArgumentException($"{type.Name} cannot have the shape {shape}");
    }

    /// <summary>The elements in C order, as bytes of this machine.</summary>
    internal static Memory<byte> Bytes(Array array, int length) => new ArrayBytes(array, length).Memory;

    private sealed class ArrayBytes(Array array, int length) : SpanMemory<byte>
    {
        public override Span<byte> GetSpan() => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), length);
    }
}
