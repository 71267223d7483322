namespace OmeZarr.Tiff.Samples;

/// <summary>Turns units of YCbCr into RGB (TIFF 6.0 section 21): each unit has the luminance of its pixels, row after row, and one pair of colour differences. The values are those of LibTIFF.</summary>
internal sealed class YCbCrUnits
{
    private const int Half = 1 << 15;

    private readonly (int Across, int Down) subsampling;
    private readonly int[] luminance = new int[256];
    private readonly int[] redOfCr = new int[256];
    private readonly int[] blueOfCb = new int[256];
    private readonly int[] greenOfCr = new int[256];
    private readonly int[] greenOfCb = new int[256];

    /// <summary>Prepares the tables of one coding.</summary>
    /// <param name="subsampling">Pixels of a unit, across and down.</param>
    /// <param name="luma">The parts of red, green and blue in the luminance.</param>
    /// <param name="y">The codes of black and white in the luminance.</param>
    /// <param name="cb">The codes of no and of full blue difference.</param>
    /// <param name="cr">The codes of no and of full red difference.</param>
    public YCbCrUnits((int Across, int Down) subsampling, (double Red, double Green, double Blue) luma, (double Black, double White) y, (double Black, double White) cb, (double Black, double White) cr)
    {
        this.subsampling = subsampling;
        var (red, blue) = (Factor(2 - (2 * luma.Red)), Factor(2 - (2 * luma.Blue)));
        var (greenByRed, greenByBlue) = (Factor(luma.Red * (2 - (2 * luma.Red)) / luma.Green), Factor(luma.Blue * (2 - (2 * luma.Blue)) / luma.Green));
        for (var code = 0; code < 256; code++)
        {
            var (blueDifference, redDifference) = (Value(code - 128, (cb.Black - 128, cb.White - 128), 127, 128 * 64), Value(code - 128, (cr.Black - 128, cr.White - 128), 127, 128 * 64));
            luminance[code] = Value(code, y, 255, 64 * 128);
            redOfCr[code] = ((red * redDifference) + Half) >> 16;
            blueOfCb[code] = ((blue * blueDifference) + Half) >> 16;
            greenOfCr[code] = -greenByRed * redDifference;
            greenOfCb[code] = (-greenByBlue * blueDifference) + Half;
        }
    }

    /// <summary>The bytes of the units of a block.</summary>
    public long BytesOf(long width, long rows) => UnitsOf(width, subsampling.Across) * UnitsOf(rows, subsampling.Down) * UnitBytes;

    private int UnitBytes => (subsampling.Across * subsampling.Down) + 2;

    /// <summary>Fills <paramref name="pixels"/>, three bytes each, with the rows of a block.</summary>
    public void ToRgb(ReadOnlySpan<byte> units, int width, Span<byte> pixels)
    {
        var (across, down) = subsampling;
        var (unitsAcross, rows) = ((int)UnitsOf(width, across), pixels.Length / (3 * width));
        for (var y = 0; y < rows; y++)
        {
            var line = units.Slice(y / down * unitsAcross * UnitBytes, unitsAcross * UnitBytes);
            var target = pixels.Slice(3 * y * width, 3 * width);
            for (var x = 0; x < width; x++)
            {
                var unit = line.Slice(x / across * UnitBytes, UnitBytes);
                Put(unit[(y % down * across) + (x % across)], unit[^2], unit[^1], target.Slice(3 * x, 3));
            }
        }
    }

    private void Put(byte y, byte cb, byte cr, Span<byte> pixel)
    {
        pixel[0] = (byte)Math.Clamp(luminance[y] + redOfCr[cr], 0, 255);
        pixel[1] = (byte)Math.Clamp(luminance[y] + ((greenOfCb[cb] + greenOfCr[cr]) >> 16), 0, 255);
        pixel[2] = (byte)Math.Clamp(luminance[y] + blueOfCb[cb], 0, 255);
    }

    private static long UnitsOf(long length, int size) => (length + size - 1) / size;

    /// <summary>A factor from 0 to 2 with 16 bits after the point.</summary>
    private static int Factor(double value) => (int)((Math.Clamp(value, 0, 2) * (1 << 16)) + 0.5);

    /// <summary>What a code stands for, where black is 0 and white is <paramref name="range"/>.</summary>
    private static int Value(int code, (double Black, double White) reference, float range, int limit)
    {
        var (black, white) = ((int)reference.Black, reference.White);
        var extent = white - reference.Black;
        return (int)Math.Clamp((code - black) * range / (float)(extent == 0 ? 1 : extent), -limit, limit);
    }
}
