namespace Zarr.Codecs;

/// <summary>A bound codec that can decode a box of a chunk from the corresponding box of its output.</summary>
internal interface IBoxCodec : IBoundCodec
{
    /// <summary>Whether this codec can do so; otherwise the other members must not be called.</summary>
    bool DecodesBoxes { get; }

    /// <summary>The box of the output that holds the elements of a box of the input.</summary>
    Region StoredBox(Region box);

    /// <summary>Decodes the elements of a box.</summary>
    /// <param name="stored">The elements of the stored box in C order, untrusted.</param>
    /// <param name="box">Shape of the box of the input.</param>
    /// <param name="elements">Memory for exactly the elements of the box, filled in C order.</param>
    /// <exception cref="CorruptDataException">A stored element stands for no element.</exception>
    void DecodeBox(ReadOnlySpan<byte> stored, Shape box, Span<byte> elements);
}
