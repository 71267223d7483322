namespace MakeSamples;

/// <summary>Computed cells: channel 0 shows nuclei, channel 1 the larger cells around them, both on a dim background with mild noise.</summary>
/// <remarks>Only additions, multiplications and divisions, whose results do not depend on the machine.</remarks>
internal sealed class CellPicture
{
    public const int Channels = 2;
    public const int Slices = 4;
    public const int Height = 96;
    public const int Width = 128;
    private const int CellCount = 14;

    private readonly (double X, double Y, double Z, double Radius, double Brightness)[] cells;

    public CellPicture(Lcg random)
    {
        cells = new (double, double, double, double, double)[CellCount];
        for (var i = 0; i < CellCount; i++)
        {
            cells[i] = (random.Next(Width), random.Next(Height), random.Next(100 * (Slices - 1)) / 100.0, 6 + random.Next(6), 900 + random.Next(1600));
        }
    }

    /// <summary>One slice of one channel, row by row.</summary>
    public ushort[] Plane(int channel, int slice, Lcg noise)
    {
        var pixels = new ushort[Height * Width];
        for (var i = 0; i < pixels.Length; i++)
        {
            // The sum of four numbers is nearly bell-shaped.
            var grain = noise.Next(8) + noise.Next(8) + noise.Next(8) + noise.Next(8);
            pixels[i] = (ushort)(180 + (40 * channel) + grain + Light(channel, i % Width, i / Width, slice));
        }

        return pixels;
    }

    private double Light(int channel, int x, int y, int slice)
    {
        var sum = 0.0;
        foreach (var cell in cells)
        {
            var radius = channel == 0 ? cell.Radius : 1.8 * cell.Radius;
            var (dx, dy, dz) = ((x - cell.X) / radius, (y - cell.Y) / radius, (slice - cell.Z) / 2);
            var falling = Math.Max(0, 1 - (dx * dx) - (dy * dy) - (dz * dz));
            sum += cell.Brightness * falling * falling / (1 + (2 * channel));
        }

        return Math.Min(sum, 60_000);
    }
}
