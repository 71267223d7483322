using OmeZarr.Rendering.Planes;
using OmeZarr.V05;

namespace OmeZarr.Rendering;

/// <summary>The colours of labels. Each part is multiplied with the opacity of the label, so that averages of labels and background are right.</summary>
/// <param name="Frame">The plane of the labels, which may have fewer pixels than that of the picture, and the part of it that is here.</param>
/// <param name="Red">Red of each pixel, 0 to 255.</param>
/// <param name="Green">Green of each pixel.</param>
/// <param name="Blue">Blue of each pixel.</param>
/// <param name="Opacity">Opacity of each pixel, 0 to 1.</param>
internal sealed record LabelLayer(PictureFrame Frame, float[] Red, float[] Green, float[] Blue, float[] Opacity)
{
    private const int Parts = 4;

    /// <summary>Reads labels and averages their colours.</summary>
    /// <param name="labels">The label image.</param>
    /// <param name="picture">The picture that they lie over.</param>
    /// <param name="planes">Plane and time point of the described image.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<LabelLayer> ReadAsync(ImageToRender labels, PictureFrame picture, PlaneChoice planes, CancellationToken cancellationToken)
    {
        var level = LevelChoice.Below(labels, picture);
        var colors = new LabelColors((labels.Metadata as LabelImage)?.ImageLabel);
        BoxAverage[] averages = [.. Enumerable.Range(0, Parts).Select(_ => level.NewAverage(labels.Axes))];
        var painted = new[] { Array.Empty<double>(), [], [], [] };
        await new PlaneReader(level.Array, labels.Axes).ReadAsync(
            [0],
            PlanesOf(labels, level, planes),
            level.Source(labels.Axes),
            (_, y, x, values) =>
            {
                Paint(values);
                foreach (var (average, numbers) in averages.Zip(painted))
                {
                    average.Add(y, averages[0].ColumnsAt(x, values.Length), numbers.AsSpan(0, values.Length));
                }
            },
            cancellationToken).ConfigureAwait(false);
        var layers = averages.Select(average => Array.ConvertAll(average.Finish(), value => (float)value)).ToArray();
        return new LabelLayer(level.Frame, layers[0], layers[1], layers[2], layers[3]);

        void Paint(ReadOnlySpan<double> values)
        {
            if (painted[0].Length < values.Length)
            {
                for (var part = 0; part < Parts; part++)
                {
                    painted[part] = new double[values.Length];
                }
            }

            for (var i = 0; i < values.Length; i++)
            {
                var (color, alpha) = colors.Of(values[i]);
                (painted[0][i], painted[1][i], painted[2][i], painted[3][i]) = (color.Red * alpha, color.Green * alpha, color.Blue * alpha, alpha);
            }
        }
    }

    /// <summary>The planes of the labels that belong to planes of the described image.</summary>
    internal static PlaneChoice PlanesOf(ImageToRender labels, LevelChoice level, PlaneChoice planes) =>
        planes with { T = Math.Min(planes.T, PlaneAxes.Length(labels.Axes.T, level.Array.Shape) - 1) };
}
