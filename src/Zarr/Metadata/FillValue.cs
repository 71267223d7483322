using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>
/// The value of every element that was never stored (Zarr v3 core, section "Fill value"). It holds the exact bytes of one element, so that
/// NaN payloads, negative zero and 64-bit integers survive.
/// </summary>
/// <remarks>An immutable value, equal if data type and bytes are equal.</remarks>
public sealed class FillValue : IEquatable<FillValue>
{
    private readonly byte[] bytes;

    private FillValue(DataType dataType, byte[] bytes) => (DataType, this.bytes) = (dataType, bytes);

    /// <summary>The type of the element.</summary>
    public DataType DataType { get; }

    /// <summary>The bytes of the element in the byte order of this machine.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Zero, or false: the default fill value.</summary>
    public static FillValue Zero(DataType dataType)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        return new FillValue(dataType, new byte[dataType.Size]);
    }

    /// <summary>A fill value from a C# value.</summary>
    /// <exception cref="ArgumentException">No data type is stored as <typeparamref name="T"/>.</exception>
    public static FillValue Of<T>(T value)
        where T : unmanaged =>
        new(DataType.Of<T>(), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray());

    /// <summary>A fill value from the bytes of an element, in the byte order of this machine.</summary>
    internal static FillValue FromElement(ReadOnlySpan<byte> element, DataType dataType) => new(dataType, element.ToArray());

    /// <summary>Parses any form that the specification allows: a number, true or false, "NaN", "Infinity", "-Infinity", the bits as "0x…", a pair of these.</summary>
    /// <exception cref="InvalidMetadataException">The JSON is not a value of this type.</exception>
    public static FillValue Parse(JsonElement json, DataType dataType)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        var bytes = new byte[dataType.Size];
        if (!FillValueJson.TryRead(json, dataType, bytes))
        {
            throw new InvalidMetadataException($"fill_value {json.Excerpt()} is not a value of the data type {dataType}");
        }

        return new FillValue(dataType, bytes);
    }

    /// <summary>The value as in <c>zarr.json</c>: a JSON number where possible, else "NaN", "Infinity", "-Infinity" or the bits in hexadecimal.</summary>
    public JsonNode ToJson() => FillValueJson.Write(DataType, bytes);

    /// <summary>The element as a C# value.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the type of this value.</exception>
    public T As<T>()
        where T : unmanaged
    {
        if (typeof(T) != DataType.ClrType)
        {
            throw new ArgumentException($"the fill value is {DataType} ({DataType.ClrType.Name}), not {typeof(T).Name}");
        }

        return MemoryMarshal.Read<T>(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(FillValue? other) => other is not null && other.DataType == DataType && other.Bytes.SequenceEqual(bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FillValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(DataType);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The JSON form.</summary>
    public override string ToString() => ToJson().ToJsonString();
}
