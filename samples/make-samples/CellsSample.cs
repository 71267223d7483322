using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace MakeSamples;

/// <summary>
/// <c>cells.tif</c>: a hyperstack as ImageJ writes it, with axes c, z, y, x (2, 4, 96, 128), uint16, LZW, pixels of 0.25 micrometer and slices 1.5 micrometer apart.
/// </summary>
public static class CellsSample
{
    /// <summary>Name of the file in the samples folder.</summary>
    public const string FileName = "cells.tif";

    private const double PixelSize = 0.25;
    private const int RowsPerStrip = 32;

    private const string Description =
        "ImageJ=1.54f\nimages=8\nchannels=2\nslices=4\nhyperstack=true\nmode=composite\nunit=micron\nspacing=1.5\nloop=false\n";

    /// <summary>Writes the file; its bytes are the same every time.</summary>
    public static void Write(string path)
    {
        var random = new Lcg(20_240_229);
        var picture = new CellPicture(random);
        // Little-endian on every machine.
        using var tiff = Tiff.Open(path, "wl") ?? throw new IOException($"{path} cannot be written");
        for (var page = 0; page < CellPicture.Slices * CellPicture.Channels; page++)
        {
            SetTags(tiff, page == 0);
            WritePage(tiff, picture.Plane(page % CellPicture.Channels, page / CellPicture.Channels, random));
        }
    }

    private static void SetTags(Tiff tiff, bool isFirst)
    {
        tiff.SetField(TiffTag.SUBFILETYPE, 0);
        tiff.SetField(TiffTag.IMAGEWIDTH, CellPicture.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, CellPicture.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 16);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
        tiff.SetField(TiffTag.COMPRESSION, Compression.LZW);
        tiff.SetField(TiffTag.PREDICTOR, Predictor.HORIZONTAL);
        tiff.SetField(TiffTag.ROWSPERSTRIP, RowsPerStrip);
        tiff.SetField(TiffTag.XRESOLUTION, 1 / PixelSize);
        tiff.SetField(TiffTag.YRESOLUTION, 1 / PixelSize);
        tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.NONE);
        if (isFirst)
        {
            tiff.SetField(TiffTag.IMAGEDESCRIPTION, Description);
        }
    }

    private static void WritePage(Tiff tiff, ushort[] pixels)
    {
        const int StripPixels = RowsPerStrip * CellPicture.Width;
        for (var strip = 0; strip * StripPixels < pixels.Length; strip++)
        {
            var bytes = LittleEndian(pixels.AsSpan(strip * StripPixels, StripPixels));
            Require(tiff.WriteEncodedStrip(strip, bytes, bytes.Length) == bytes.Length);
        }

        Require(tiff.WriteDirectory());
    }

    // LibTiff takes pixels in the byte order of .NET on little-endian machines, which are all that .NET 10 is built for.
    private static byte[] LittleEndian(ReadOnlySpan<ushort> pixels) => MemoryMarshal.AsBytes(pixels).ToArray();

    private static void Require(bool done)
    {
        if (!done)
        {
            throw new IOException("LibTiff could not write the sample");
        }
    }
}
