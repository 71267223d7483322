namespace OmeZarr.Tiff.Pages;

/// <summary>How a page stores colours as YCbCr outside of JPEG streams (TIFF 6.0 section 21).</summary>
internal readonly record struct YCbCrCoding
{
    /// <summary>Pixels across that share one pair of colour differences: 1, 2 or 4.</summary>
    public required int Across { get; init; }

    /// <summary>Pixels down that share one pair of colour differences: 1, 2 or 4.</summary>
    public required int Down { get; init; }

    /// <summary>The parts of red, green and blue in the luminance.</summary>
    public required (double Red, double Green, double Blue) Luma { get; init; }

    /// <summary>The codes of black and white in the luminance.</summary>
    public required (double Black, double White) Y { get; init; }

    /// <summary>The codes of no and of full blue difference.</summary>
    public required (double Black, double White) Cb { get; init; }

    /// <summary>The codes of no and of full red difference.</summary>
    public required (double Black, double White) Cr { get; init; }

    /// <summary>Reads the tags YCbCrCoefficients, YCbCrSubSampling and ReferenceBlackWhite.</summary>
    /// <exception cref="TiffFormatException">A tag is damaged.</exception>
    public static YCbCrCoding Read(TiffDirectory directory)
    {
        Span<long> factors = [2, 2];
        if (directory.Find(TiffTag.YCbCrSubSampling) is not null && !directory.TryReadIntegers(TiffTag.YCbCrSubSampling, factors))
        {
            throw directory.Damaged("tag YCbCrSubSampling is damaged");
        }

        if (factors is not [1 or 2 or 4, 1 or 2 or 4])
        {
            throw directory.Damaged($"YCbCrSubSampling is {factors[0]}, {factors[1]}, which are not 1, 2 or 4");
        }

        // The defaults of LibTIFF: all codes, differences around 128.
        var luma = Numbers(directory, TiffTag.YCbCrCoefficients, [0.299, 0.587, 0.114]);
        var range = Numbers(directory, TiffTag.ReferenceBlackWhite, [0, 255, 128, 255, 128, 255]);
        return luma[1] > 0
            ? new YCbCrCoding { Across = (int)factors[0], Down = (int)factors[1], Luma = (luma[0], luma[1], luma[2]), Y = (range[0], range[1]), Cb = (range[2], range[3]), Cr = (range[4], range[5]) }
            : throw directory.Damaged("tag YCbCrCoefficients is damaged");
    }

    private static double[] Numbers(TiffDirectory directory, TiffTag tag, double[] absent)
    {
        if (directory.Find(tag) is not { } field)
        {
            return absent;
        }

        var numbers = new double[absent.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = field.ReadNumber(directory.File, i) ?? throw directory.Damaged($"tag {tag} is damaged");
        }

        return numbers;
    }
}
