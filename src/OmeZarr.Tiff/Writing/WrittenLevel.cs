namespace OmeZarr.Tiff.Writing;

/// <summary>Where the tiles of a level are in the file.</summary>
/// <param name="stack">The level.</param>
/// <param name="tile">Height and width of a tile.</param>
internal sealed class WrittenLevel(PlaneStack stack, (int Height, int Width) tile)
{
    private readonly long[] offsets = new long[TileCount(stack, tile)];
    private readonly uint[] lengths = new uint[TileCount(stack, tile)];

    internal PlaneStack Stack => stack;

    internal (int Height, int Width) Tile => tile;

    internal int TilesAcross => Across(stack, tile);

    internal int TilesOfPlane => TilesAcross * Down(stack, tile);

    /// <summary>Tiles have edges of at most 512 pixels, multiples of 16 as TIFF requires.</summary>
    internal static (int Height, int Width) TileOf(PlaneStack stack)
    {
        const int Edge = 512;
        return (Length(stack.Lengths[3]), Length(stack.Lengths[4]));

        static int Length(long length) => (int)Math.Min(Edge, (length + 15) / 16 * 16);
    }

    /// <summary>Number of tiles of all planes.</summary>
    internal static long TileCount(PlaneStack stack, (int Height, int Width) tile) => stack.Planes * Across(stack, tile) * Down(stack, tile);

    internal void Set(long plane, int number, long offset, int length)
    {
        var index = (plane * TilesOfPlane) + number;
        (offsets[index], lengths[index]) = (offset, (uint)length);
    }

    internal ReadOnlySpan<long> OffsetsOf(long plane) => offsets.AsSpan((int)(plane * TilesOfPlane), TilesOfPlane);

    internal ReadOnlySpan<uint> LengthsOf(long plane) => lengths.AsSpan((int)(plane * TilesOfPlane), TilesOfPlane);

    private static int Across(PlaneStack stack, (int Height, int Width) tile) => (int)(((stack.Lengths[4] - 1) / tile.Width) + 1);

    private static int Down(PlaneStack stack, (int Height, int Width) tile) => (int)(((stack.Lengths[3] - 1) / tile.Height) + 1);
}
