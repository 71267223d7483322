using System.Globalization;
using OmeZarr.Tiff.Tests.Files;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>An OME-TIFF image with everything chosen at random: lengths, order of the planes, samples, files, and how TiffData says where the planes are.</summary>
public sealed class RandomLayout
{
    private const int Height = 5;
    private const int Width = 7;

    private static readonly string[] Orders = ["XYZCT", "XYZTC", "XYCZT", "XYCTZ", "XYTZC", "XYTCZ"];
    private static readonly string[] Types = ["uint8", "int16", "uint16", "float32"];

    private readonly Random random;
    private readonly string order;
    private readonly (int File, int Ifd)[] places;

    public RandomLayout(int seed)
    {
        random = new Random(seed);
        order = Orders[random.Next(Orders.Length)];
        (Z, C, T, Samples) = (random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), random.Next(3) == 0 ? random.Next(2, 5) : 1);
        Image = new TestImage(DataType.FromName(Types[random.Next(Types.Length)])!, Z * C * T, Samples, Height, Width, (uint)seed + 1);
        places = Place(random.Next(1, Math.Min(5, Image.Pages + 1)));
    }

    public int Z { get; }

    /// <summary>Number of pages along the channels.</summary>
    public int C { get; }

    public int T { get; }

    public int Samples { get; }

    /// <summary>The pages are the planes in the order of the document.</summary>
    public TestImage Image { get; }

    public int FileCount => places.Max(place => place.File) + 1;

    public string Axes => $"{(T > 1 ? "t" : "")}{(C * Samples > 1 ? "c" : "")}{(Z > 1 ? "z" : "")}yx";

    public long[] Shape => [.. Axes.Select(axis => (long)(axis switch { 't' => T, 'c' => C * Samples, 'z' => Z, 'y' => Height, _ => Width }))];

    public static string NameOf(int file) => $"part {file} µ.ome.tif";

    /// <summary>Writes all files; each has the whole document.</summary>
    public void Write(string folder)
    {
        var isPlanar = Samples > 1 && random.Next(2) == 0;
        var isBigEndian = random.Next(2) == 0;
        var data = string.Concat(Shuffled(Data()));
        var channels = string.Concat(Enumerable.Range(0, C).Select(c => $"<Channel ID=\"Channel:0:{c}\" SamplesPerPixel=\"{Samples}\"/>"));
        for (var file = 0; file < FileCount; file++)
        {
            var pages = places.Index().Where(place => place.Item.File == file).OrderBy(place => place.Item.Ifd).Select(place => place.Index);
            var document = OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, Z, C * Samples, T, order), channels + data, $"UUID=\"{Uuid(file)}\"");
            OmeTiffMaker.Write(Path.Join(folder, NameOf(file)), Image, pages, document, isPlanar, isBigEndian);
        }
    }

    /// <summary>Where a value of the array is in the image: page, sample, row, column.</summary>
    public (long Page, long Sample, long Y, long X) Locate(long[] index)
    {
        long At(char axis) => Axes.IndexOf(axis, StringComparison.Ordinal) is >= 0 and var d ? index[d] : 0;
        var plane = 0L;
        var stride = 1L;
        foreach (var letter in order[2..])
        {
            plane += stride * (letter switch { 'Z' => At('z'), 'T' => At('t'), _ => At('c') / Samples });
            stride *= letter switch { 'Z' => Z, 'T' => T, _ => C };
        }

        return (plane, At('c') % Samples, At('y'), At('x'));
    }

    public override string ToString() => $"{order} {Z} x {C} x {T}, {Samples} samples, {FileCount} files";

    /// <summary>Spreads the planes over files, in runs, and shuffles the pages of some files.</summary>
    private (int File, int Ifd)[] Place(int files)
    {
        var counts = new int[files];
        var chosen = Enumerable.Range(0, Image.Pages).Select(plane => plane < files ? plane : random.Next(files)).ToArray();
        var places = chosen.Select(file => (File: file, Ifd: counts[file]++)).ToArray();
        if (random.Next(2) == 0)
        {
            var orders = counts.Select(count => Shuffled(Enumerable.Range(0, count)).ToArray()).ToArray();
            places = [.. places.Select(place => (place.File, orders[place.File][place.Ifd]))];
        }

        return places;
    }

    /// <summary>One element for each run of planes that are pages one after another.</summary>
    private IEnumerable<string> Data()
    {
        for (var plane = 0; plane < places.Length;)
        {
            var (file, ifd) = places[plane];
            var count = 1;
            while (plane + count < places.Length && places[plane + count] == (file, ifd + count) && random.Next(4) > 0)
            {
                count++;
            }

            yield return Element(plane, count, file, ifd);
            plane += count;
        }
    }

    private string Element(int plane, int count, int file, int ifd)
    {
        var attributes = new List<string> { string.Create(CultureInfo.InvariantCulture, $"IFD=\"{ifd}\"") };
        var rest = plane;
        foreach (var letter in order[2..])
        {
            var length = letter switch { 'Z' => Z, 'T' => T, _ => C };
            // Numbers of 0 may be left out.
            attributes.AddRange(rest % length > 0 || random.Next(2) == 0 ? [$"First{letter}=\"{rest % length}\""] : []);
            rest /= length;
        }

        // With IFD the default is one plane.
        attributes.AddRange(count > 1 || random.Next(2) == 0 ? [$"PlaneCount=\"{count}\""] : []);
        return $"<TiffData {string.Join(' ', Shuffled(attributes))}><UUID FileName=\"{NameOf(file)}\">{Uuid(file)}</UUID></TiffData>";
    }

    private TItem[] Shuffled<TItem>(IEnumerable<TItem> items)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }

    private static string Uuid(int file) => $"urn:uuid:00000000-0000-4000-8000-{file:D12}";
}
