using OmeZarr;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace Macro.Plans;

/// <summary>A conversion to be divided.</summary>
/// <param name="Name">What it is, for tables.</param>
/// <param name="Options">The options of writing.</param>
/// <param name="WriteTo">The call of the writer, for a location.</param>
internal sealed record PlanCase(string Name, WriteOptions Options, Func<StoreLocation, Func<WriteOptions, CancellationToken, Task>> WriteTo)
{
    private const int Columns = 48;
    private const int Rows = 32;

    /// <summary>The number of its images.</summary>
    internal int Images { get; private init; } = 1;

    /// <summary>About a terabyte each.</summary>
    internal static IReadOnlyList<PlanCase> Terabytes { get; } =
    [
        OfImage("volume 8192³, shards", new WriteOptions { Shards = ShardShape.Auto, Pyramid = Pyramid.Isotropic }, 8192, 8192, 8192),
        OfImage("movie 500 × 4 × 100 × 2048 × 1400", new WriteOptions { Pyramid = Pyramid.Auto }, 500, 4, 100, 2048, 1400),
        OfPlate("plate, 1,536 wells × 16 fields × 5 × 2048²", new WriteOptions { Pyramid = Pyramid.Auto }, fields: 16, 5, 2048, 2048),
    ];

    internal static PlanCase OfImage(string name, WriteOptions options, params long[] shape)
    {
        var image = Image.FromDimensions([.. "tczyx"[^shape.Length..].Select(axis => new Dimension(axis.ToString()))], name);
        var pixels = new NoisyPixels(Shape.Create(shape));
        return new PlanCase(name, options, location => (given, token) => OmeWriter.WriteImageAsync(location, image, pixels, given, cancellationToken: token));
    }

    /// <summary>A plate of 1,536 wells.</summary>
    internal static PlanCase OfPlate(string name, WriteOptions options, int fields, params long[] shape)
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var pixels = new NoisyPixels(Shape.Create(shape));
        Field[] each = [.. Enumerable.Range(0, fields).Select(field => new Field($"{field}", image, pixels))];
        WellFields[] wells = [.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(1, Columns) select new WellFields(NameOf(row), $"{column}", each)];
        return new PlanCase(name, options, location => (given, token) => OmeWriter.WritePlateAsync(location, wells, null, given, token)) { Images = wells.Length * fields };
    }

    private static string NameOf(int row) => row < 26 ? $"{(char)('A' + row)}" : $"A{(char)('A' + row - 26)}";
}
