namespace SimulatedCamera;

/// <summary>Gives frames of 16 bit: noise around a background, and bright spots. A few frames are made in advance and shown in turn, so that the camera takes no time itself.</summary>
internal sealed class Camera
{
    private const int Different = 8;
    private const int Background = 110;
    private const int Noise = 12;

    private readonly ushort[][] frames;

    internal Camera(int side)
    {
        var random = new Random(7);
        frames = [.. Enumerable.Range(0, Different).Select(_ => FrameOf(side, random))];
    }

    /// <summary>The frame with a number. It stays as it is until the next but seven is asked for.</summary>
    internal ReadOnlyMemory<ushort> Frame(long number) => frames[number % Different];

    private static ushort[] FrameOf(int side, Random random)
    {
        var frame = new ushort[side * side];
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = (ushort)(Background + random.Next(Noise) + random.Next(Noise) + random.Next(Noise));
        }

        for (var spot = 0; spot < side / 8; spot++)
        {
            AddSpot(frame, side, random.Next(side), random.Next(side), random.Next(2, 12), random.Next(200, 4000));
        }

        return frame;
    }

    private static void AddSpot(ushort[] frame, int side, int row, int column, int radius, int height)
    {
        for (var y = Math.Max(0, row - (3 * radius)); y < Math.Min(side, row + (3 * radius)); y++)
        {
            for (var x = Math.Max(0, column - (3 * radius)); x < Math.Min(side, column + (3 * radius)); x++)
            {
                var distance = (((y - row) * (y - row)) + ((x - column) * (x - column))) / (double)(radius * radius);
                frame[(y * side) + x] = (ushort)Math.Min(ushort.MaxValue, frame[(y * side) + x] + (height * Math.Exp(-distance)));
            }
        }
    }
}
