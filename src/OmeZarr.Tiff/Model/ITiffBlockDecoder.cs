namespace OmeZarr.Tiff;

/// <summary>Decodes the strips and tiles of a compression that this package does not read itself. A package or a program can add one: <see cref="TiffFile.Open(string, OmeZarr.Files.ImageFileOptions?, IReadOnlyList{ITiffBlockDecoder}?)"/>.</summary>
/// <remarks>Implementations are thread-safe: several blocks are decoded at the same time.</remarks>
public interface ITiffBlockDecoder
{
    /// <summary>Name of the compression, for messages, such as <c>WebP</c>.</summary>
    string Name { get; }

    /// <summary>Values of the tag Compression that this decoder reads.</summary>
    IReadOnlyList<int> Compressions { get; }

    /// <summary>Decodes one strip or tile.</summary>
    /// <param name="encoded">The stored bytes, untrusted. There may be more bytes after them.</param>
    /// <param name="block">What the tags of the page say of the block.</param>
    /// <param name="samples">
    /// Room for exactly the samples of the block: rows of pixels, pixels of samples, samples in the byte order of this machine. Colours are as they are to be read: RGB, not YCbCr.
    /// </param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or hold another block than the tags say. The message says which.</exception>
    void Decode(ReadOnlyMemory<byte> encoded, TiffBlock block, Span<byte> samples);
}
