using OmeZarr.Rendering.Planes;
using OmeZarr.V05;

namespace OmeZarr.Rendering;

/// <summary>The borders of labels, in their colours: the pixels of a label that have a neighbour above, below, on the left or on the right with another number.</summary>
internal static class LabelOutline
{
    /// <summary>Reads labels, one number for each pixel of the picture, and finds the borders.</summary>
    /// <param name="labels">The label image.</param>
    /// <param name="picture">The picture that they lie over.</param>
    /// <param name="planes">Plane and time point of the described image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<LabelLayer> ReadAsync(ImageToRender labels, PictureFrame picture, PlaneChoice planes, CancellationToken cancellationToken)
    {
        var around = WithNeighbours(picture);
        var level = LevelChoice.Below(labels, around);
        var (columns, rows) = (Sampled(around.Part.X, around.Part.Width, around.PlaneWidth, level.Array.Shape[labels.Axes.X]), Sampled(around.Part.Y, around.Part.Height, around.PlaneHeight, level.Array.Shape[labels.Axes.Y]));
        var numbers = new double[columns.Length * rows.Length];
        await new PlaneReader(level.Array, labels.Axes).ReadAsync(
            [0],
            LabelLayer.PlanesOf(labels, level, planes),
            new PlanePart(columns[0], rows[0], columns[^1] - columns[0] + 1, rows[^1] - rows[0] + 1),
            (_, y, x, values) => Take(numbers, columns, rows, (y, x), values),
            cancellationToken).ConfigureAwait(false);
        return Draw(numbers, around, picture, new LabelColors((labels.Metadata as LabelImage)?.ImageLabel));
    }

    /// <summary>The part with one pixel more on each side where the plane has one, so that pictures side by side show the same borders as one picture.</summary>
    private static PictureFrame WithNeighbours(PictureFrame picture)
    {
        var (left, top) = (Math.Max(0, picture.Part.X - 1), Math.Max(0, picture.Part.Y - 1));
        var (right, bottom) = (Math.Min(picture.PlaneWidth, picture.Part.Right + 1), Math.Min(picture.PlaneHeight, picture.Part.Bottom + 1));
        return picture with { Part = new PlanePart(left, top, right - left, bottom - top) };
    }

    /// <summary>The rows or columns of a level in the middle of those of the picture.</summary>
    private static long[] Sampled(long start, long count, long length, long levelLength)
    {
        var sampled = new long[count];
        for (var i = 0; i < count; i++)
        {
            sampled[i] = (long)(((2 * (Int128)(start + i)) + 1) * levelLength / (2 * (Int128)length));
        }

        return sampled;
    }

    private static void Take(double[] numbers, long[] columns, long[] rows, (long Y, long X) at, ReadOnlySpan<double> values)
    {
        var row = Array.BinarySearch(rows, at.Y);
        if (row < 0)
        {
            return;
        }

        for (; row > 0 && rows[row - 1] == at.Y; row--)
        {
        }

        for (; row < rows.Length && rows[row] == at.Y; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                if (columns[column] - at.X is >= 0 and var x && x < values.Length)
                {
                    numbers[(row * columns.Length) + column] = values[(int)x];
                }
            }
        }
    }

    private static LabelLayer Draw(double[] numbers, PictureFrame around, PictureFrame picture, LabelColors colors)
    {
        var (width, height, stride) = ((int)picture.Part.Width, (int)picture.Part.Height, (int)around.Part.Width);
        var (left, top) = ((int)(picture.Part.X - around.Part.X), (int)(picture.Part.Y - around.Part.Y));
        var layer = new LabelLayer(picture, new float[width * height], new float[width * height], new float[width * height], new float[width * height]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = (y + top, x + left);
                var number = numbers[(row * stride) + column];
                if (Differs(row - 1, column) || Differs(row + 1, column) || Differs(row, column - 1) || Differs(row, column + 1))
                {
                    var (color, alpha) = colors.Of(number);
                    var pixel = (y * width) + x;
                    (layer.Red[pixel], layer.Green[pixel], layer.Blue[pixel], layer.Opacity[pixel]) = ((float)(color.Red * alpha), (float)(color.Green * alpha), (float)(color.Blue * alpha), (float)alpha);
                }

                bool Differs(int otherRow, int otherColumn) =>
                    otherRow >= 0 && otherRow < around.Part.Height && otherColumn >= 0 && otherColumn < stride && numbers[(otherRow * stride) + otherColumn] != number;
            }
        }

        return layer;
    }
}
