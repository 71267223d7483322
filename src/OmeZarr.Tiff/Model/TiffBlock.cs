using Zarr;

namespace OmeZarr.Tiff;

/// <summary>A strip or tile, as the tags of its page describe it.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Rows">Number of rows. The last strip of a page may have fewer than the others.</param>
/// <param name="Samples">Samples of a pixel in the block: 3 for RGB, 1 where the samples of a page are in separate planes.</param>
/// <param name="SampleType">The type of a sample.</param>
public readonly record struct TiffBlock(int Width, int Rows, int Samples, DataType SampleType);
