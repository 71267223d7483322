using Zarr.Metadata;

namespace Zarr.Codecs.Elements;

/// <summary>A bound codec that stores each element of a chunk as one element, perhaps of another data type.</summary>
internal abstract class ElementFilter : IBoxCodec
{
    private readonly CodecInput input;

    /// <param name="name">Name of the codec.</param>
    /// <param name="input">The chunk that the codec is given.</param>
    /// <param name="stored">Data type of the stored elements.</param>
    /// <param name="storedFill">What the fill value becomes.</param>
    protected ElementFilter(string name, CodecInput input, DataType stored, FillValue storedFill)
    {
        (Name, this.input) = (name, input);
        var length = (long)(input.MaxLength / input.DataType.Size) * stored.Size;
        Output = input.Bounded(name, length) with { DataType = stored, FillValue = storedFill };
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsIdentity => false;

    /// <inheritdoc/>
    public CodecInput Output { get; }

    /// <inheritdoc/>
    public virtual bool DecodesBoxes => true;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        input.RequireChunk(source);
        EncodeElements(source, destination[..Output.MaxLength]);
        return Output.MaxLength;
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length != Output.MaxLength)
        {
            throw new CorruptDataException(
                Name, $"there are {source.Length:N0} bytes, a chunk of {Output.Shape} {Output.DataType} takes {Output.MaxLength:N0}")
            { Damage = Damage.Length };
        }

        if (destination.Length < input.MaxLength)
        {
            throw new CorruptDataException(
                Name, $"a chunk of {input.Shape} {input.DataType} takes {input.MaxLength:N0} bytes, there is room for {destination.Length:N0}")
            { Damage = Damage.Length };
        }

        DecodeElements(source, destination[..input.MaxLength]);
        return input.MaxLength;
    }

    /// <inheritdoc/>
    public Region StoredBox(Region box) => box;

    /// <inheritdoc/>
    public void DecodeBox(ReadOnlySpan<byte> stored, Shape box, Span<byte> elements) => DecodeElements(stored, elements);

    /// <summary>Encodes all elements. A filter that only reads does not override it.</summary>
    /// <param name="elements">The elements of the chunk.</param>
    /// <param name="stored">Memory for exactly the stored elements.</param>
    /// <exception cref="UnsupportedFeatureException">The codec is only read.</exception>
    /// <exception cref="ArgumentException">An element cannot be stored.</exception>
    protected virtual void EncodeElements(ReadOnlySpan<byte> elements, Span<byte> stored) => throw OnlyRead();

    /// <summary>Decodes all elements of the chunk, or of a box of it if the filter <see cref="DecodesBoxes"/>.</summary>
    /// <param name="stored">The stored elements, untrusted.</param>
    /// <param name="elements">Memory for exactly the elements.</param>
    /// <exception cref="CorruptDataException">A stored element stands for no element.</exception>
    protected abstract void DecodeElements(ReadOnlySpan<byte> stored, Span<byte> elements);

    /// <summary>The error of a codec that is only read.</summary>
    protected UnsupportedFeatureException OnlyRead() => new(Name, $"chunks cannot be written with {Name}, which is only read; choose other codecs");
}
