using System.Runtime.CompilerServices;
using OmeZarr.Rendering.Png;

namespace OmeZarr;

/// <summary>A picture: red, green and blue for each pixel.</summary>
public sealed class RenderedImage
{
    private readonly byte[] rgb;

    internal RenderedImage(int width, int height, byte[] rgb, IReadOnlyList<Finding>? findings = null) => (Width, Height, this.rgb, Findings) = (width, height, rgb, findings ?? []);

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the top.</summary>
    public ReadOnlyMemory<byte> Rgb => rgb;

    /// <summary>Wells that could not be read and are dark in the picture of a plate, with the reason. Empty for other pictures.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The picture as a PNG file; in grey if it has no colours.</summary>
    /// <param name="isFast">Whether it is compressed fast, for pictures that are shown once, and not as small as possible.</param>
    public byte[] EncodePng(bool isFast = false) =>
        IsGrey() ? PngEncoder.Encode(Greys(), Width, Height, PngFormat.Grey8, isFast) : PngEncoder.Encode(rgb, Width, Height, PngFormat.Rgb8, isFast);

    /// <summary>Saves the picture as a PNG file, which appears when it is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left.</param>
    /// <exception cref="IOException">The file exists and is not to be replaced, or it cannot be written.</exception>
    public async Task SavePngAsync(string path, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!overwrite && File.Exists(path))
        {
            throw new IOException($"{path} exists already");
        }

        var draft = Path.Join(Path.GetDirectoryName(Path.GetFullPath(path)), $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.partial");
        try
        {
            await File.WriteAllBytesAsync(draft, EncodePng(), cancellationToken).ConfigureAwait(false);
            File.Move(draft, path, overwrite);
        }
        finally
        {
            File.Delete(draft); // gone already, unless something failed
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsGrey()
    {
        for (var i = 0; i < rgb.Length; i += 3)
        {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte[] Greys()
    {
        var greys = new byte[rgb.Length / 3];
        for (var i = 0; i < greys.Length; i++)
        {
            greys[i] = rgb[3 * i];
        }

        return greys;
    }
}
