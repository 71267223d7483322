namespace OmeZarr.Rendering.Png;

/// <summary>How pixels are stored in a PNG file.</summary>
/// <param name="ColorType">The number of the colour type.</param>
/// <param name="BitDepth">Bits of a sample. Samples of 16 bits have the byte order of this machine in memory.</param>
/// <param name="Samples">Samples of a pixel.</param>
internal sealed record PngFormat(byte ColorType, byte BitDepth, int Samples)
{
    internal static PngFormat Grey8 { get; } = new(0, 8, 1);

    internal static PngFormat Grey16 { get; } = new(0, 16, 1);

    internal static PngFormat Rgb8 { get; } = new(2, 8, 3);

    internal static PngFormat Rgba8 { get; } = new(6, 8, 4);

    internal int BytesPerPixel => Samples * BitDepth / 8;
}
