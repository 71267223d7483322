using OmeZarr;
using OmeZarr.ImageFormats;
using Xunit;
using Zarr;

namespace Viewer.Browser;

/// <summary>The pixels of a picture: red, green, blue.</summary>
internal sealed record Pixels(int Width, int Height, byte[] Rgb)
{
    internal static Pixels Of(RenderedImage picture) => new(picture.Width, picture.Height, picture.Rgb.ToArray());

    /// <summary>Decodes a PNG file with colours.</summary>
    internal static async Task<Pixels> DecodeAsync(byte[] png)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, png);
            return await ReadAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Each pixel as a square of so many.</summary>
    internal Pixels Enlarged(int factor)
    {
        var large = new byte[Rgb.Length * factor * factor];
        for (var y = 0; y < Height * factor; y++)
        {
            for (var x = 0; x < Width * factor; x++)
            {
                Rgb.AsSpan(3 * (((y / factor) * Width) + (x / factor)), 3).CopyTo(large.AsSpan(3 * ((y * Width * factor) + x)));
            }
        }

        return new Pixels(Width * factor, Height * factor, large);
    }

    /// <summary>Fails unless all pixels are equal.</summary>
    internal void RequireEqual(Pixels actual)
    {
        Assert.Equal((Width, Height), (actual.Width, actual.Height));
        var different = Enumerable.Range(0, Width * Height).Where(at => !Rgb.AsSpan(3 * at, 3).SequenceEqual(actual.Rgb.AsSpan(3 * at, 3))).ToArray();
        Assert.True(different.Length == 0, different.Length == 0 ? "" : Difference(actual, different));
    }

    private string Difference(Pixels actual, int[] different)
    {
        var at = different[0];
        return $"{different.Length} of {Width * Height} pixels differ, first x {at % Width}, y {at / Width}: "
            + $"{Convert.ToHexString(Rgb, 3 * at, 3)} expected, {Convert.ToHexString(actual.Rgb, 3 * at, 3)} seen";
    }

    private static async Task<Pixels> ReadAsync(string path)
    {
        using var file = new PngFormat().Open(path);
        var source = file.Images[0].Pixels;
        var (width, height) = ((int)source.Shape[source.Shape.Rank - 1], (int)source.Shape[source.Shape.Rank - 2]);
        var planes = new byte[source.Shape.ElementCount];
        await source.ReadAsync(Region.Whole(source.Shape), planes, CancellationToken.None);
        var samples = planes.Length / (width * height);
        var rgb = new byte[3 * width * height];
        for (var at = 0; at < rgb.Length; at++)
        {
            rgb[at] = planes[(samples == 1 ? 0 : at % 3 * width * height) + (at / 3)];
        }

        return new Pixels(width, height, rgb);
    }
}
