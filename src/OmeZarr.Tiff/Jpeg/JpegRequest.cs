namespace OmeZarr.Tiff.Jpeg;

/// <summary>What the image of a JPEG stream must be.</summary>
internal readonly record struct JpegRequest
{
    /// <summary>Pixels of a row of the destination, and its rows.</summary>
    public required (int Width, int Height) Size { get; init; }

    /// <summary>The part of the destination that the image must cover; what it does not cover of the rest stays as it is.</summary>
    public required (int Width, int Height) Needed { get; init; }

    public required int Components { get; init; }

    /// <summary>Up to 8: samples are bytes; up to 16: samples have 16 bits. All but lossless streams have 8 or 12.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether three components are YCbCr and become RGB. Lossless streams stay as they are.</summary>
    public required bool ToRgb { get; init; }

    /// <summary>Whether samples of components of lower resolution are repeated, instead of interpolated as libjpeg does.</summary>
    public bool RepeatsSamples { get; init; }
}
