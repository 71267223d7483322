using Zarr;

namespace Inputs;

/// <summary>The last two dimensions of a shape, and how many such planes there are.</summary>
internal readonly record struct Planes(long Count, int Height, int Width)
{
    internal static Planes Of(Shape shape)
    {
        var (height, width) = ((int)shape[shape.Rank - 2], (int)shape[shape.Rank - 1]);
        return new Planes(height * (long)width == 0 ? 0 : shape.ElementCount / height / width, height, width);
    }
}
