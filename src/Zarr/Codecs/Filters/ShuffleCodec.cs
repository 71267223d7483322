using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>numcodecs.shuffle</c> codec of zarr-python, in Zarr v2 the filter <c>shuffle</c>: the first bytes of all elements, then the second bytes of all, and so on, as HDF5 does it. Immutable and
/// thread-safe.
/// </summary>
/// <param name="ElementSize">Bytes of an element (member <c>elementsize</c>); null for the size of the elements that the codec is bound to. Elements of one byte, or none, are not shuffled.</param>
internal sealed record ShuffleCodec(int? ElementSize) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.shuffle";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration. A missing size is that of the elements of the array, as zarr-python sets it.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "id", "elementsize");
        return new ShuffleCodec(reader.IsNullOrMissing("elementsize") ? null : reader.Integer("elementsize", 0, int.MaxValue));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, ElementSize is { } size ? new JsonObject { ["elementsize"] = size } : []);

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(ElementSize ?? input.DataType.Size, input);
    }

    private sealed class Bound(int size, CodecInput output) : IBoundCodec
    {
        // The elements of a tile stay in the nearest cache while their planes are copied one by one.
        private const int TileBytes = 16 * 1024;

        public string Name => CodecName;

        public bool IsIdentity => size <= 1;

        public CodecInput Output => output;

        public bool HasFixedLength => true;

        private int TileLength => Math.Max(1, TileBytes / size);

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (size > 1 && source.Length % size != 0)
            {
                throw new ArgumentException($"codec {Name}: {source.Length:N0} bytes are no whole elements of {size} bytes", nameof(source));
            }

            if (IsIdentity)
            {
                source.CopyTo(destination);
                return source.Length;
            }

            var count = source.Length / size;
            for (var start = 0; start < count; start += TileLength)
            {
                var end = Math.Min(count, start + TileLength);
                for (var plane = 0; plane < size; plane++)
                {
                    Gather(source[((start * size) + plane)..], destination.Slice((plane * count) + start, end - start));
                }
            }

            return source.Length;
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (size > 1 && source.Length % size != 0)
            {
                throw new CorruptDataException(Name, $"{source.Length:N0} bytes are no whole elements of {size} bytes");
            }

            if (source.Length > destination.Length)
            {
                throw new CorruptDataException(Name, $"there are {source.Length:N0} bytes, the chunk has room for {destination.Length:N0}") { Damage = Damage.Length };
            }

            if (IsIdentity)
            {
                source.CopyTo(destination);
                return source.Length;
            }

            var count = source.Length / size;
            for (var start = 0; start < count; start += TileLength)
            {
                var end = Math.Min(count, start + TileLength);
                for (var plane = 0; plane < size; plane++)
                {
                    Scatter(source.Slice((plane * count) + start, end - start), destination[((start * size) + plane)..]);
                }
            }

            return source.Length;
        }

        private void Gather(ReadOnlySpan<byte> elements, Span<byte> plane)
        {
            for (var (i, at) = (0, 0); i < plane.Length; i++, at += size)
            {
                plane[i] = elements[at];
            }
        }

        private void Scatter(ReadOnlySpan<byte> plane, Span<byte> elements)
        {
            for (var (i, at) = (0, 0); i < plane.Length; i++, at += size)
            {
                elements[at] = plane[i];
            }
        }
    }
}
