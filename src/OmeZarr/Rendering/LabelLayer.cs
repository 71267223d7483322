using OmeZarr.V05;

namespace OmeZarr.Rendering;

/// <summary>The colours of labels. Each part is multiplied with the opacity, so that averages of labels and background are right.</summary>
internal sealed record LabelLayer(int Width, int Height, double[] Red, double[] Green, double[] Blue, double[] Opacity)
{
    /// <summary>Reads labels and averages their colours.</summary>
    /// <param name="labels">The label image.</param>
    /// <param name="level">Its level and the size of the layer.</param>
    /// <param name="planes">Plane and time point of the described image.</param>
    /// <param name="opacity">The opacity of all labels.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<LabelLayer> ReadAsync(ImageToRender labels, LevelChoice level, PlaneChoice planes, double opacity, CancellationToken cancellationToken)
    {
        var colors = new LabelColors((labels.Metadata as LabelImage)?.ImageLabel);
        BoxAverage[] parts = [.. Enumerable.Range(0, 4).Select(_ => level.NewAverage(labels.Axes))];
        var columns = new ColumnsOfRows(level, labels.Axes);
        var painted = new[] { Array.Empty<double>(), [], [], [] };
        await new PlaneReader(level.Array, labels.Axes).ReadAsync(
            [0],
            new PlaneChoice(planes.Z, Math.Min(planes.T, labels.Axes.Length(labels.Axes.T, level.Array.Shape) - 1), planes.Depth),
            (_, y, x, values) =>
            {
                Paint(values);
                foreach (var (part, numbers) in parts.Zip(painted))
                {
                    part.Add(y, columns.At(x, values.Length), numbers.AsSpan(0, values.Length));
                }
            },
            cancellationToken).ConfigureAwait(false);
        var layers = parts.Select(part => part.Finish()).ToArray();
        return new LabelLayer(level.Width, level.Height, layers[0], layers[1], layers[2], layers[3]);

        void Paint(ReadOnlySpan<double> values)
        {
            if (painted[0].Length < values.Length)
            {
                for (var part = 0; part < painted.Length; part++)
                {
                    painted[part] = new double[values.Length];
                }
            }

            for (var i = 0; i < values.Length; i++)
            {
                var (color, own) = colors.Of(values[i]);
                var alpha = own * opacity;
                (painted[0][i], painted[1][i], painted[2][i], painted[3][i]) = (color.Red * alpha, color.Green * alpha, color.Blue * alpha, alpha);
            }
        }
    }
}
