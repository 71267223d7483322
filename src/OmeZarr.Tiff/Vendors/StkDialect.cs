using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Images;
using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Parsing;

namespace OmeZarr.Tiff.Vendors;

/// <summary>MetaMorph stacks (STK): one directory, the planes one after another, and four tags of Universal Imaging (UIC) with what they are.</summary>
internal static class StkDialect
{
    private const TiffTag Uic2 = (TiffTag)33629;
    private const TiffTag Uic3 = (TiffTag)33630;
    private const int PlaneBytes = 24;
    private const double MillisecondsPerDay = 86_400_000;

    public static TiffMeaning? Read(TiffPages file, ImageFileOptions options)
    {
        if (file.Directories[0].Find(Uic2) is not { Count: > 0 } planes)
        {
            return null;
        }

        if (planes.Count > int.MaxValue || !file.File.Holds(planes.Offset, planes.Count * PlaneBytes))
        {
            throw new TiffFormatException(file.File.Path, 0, $"damaged: the table of its {planes.Count} planes (UIC2) lies outside the file");
        }

        var builder = new SeriesBuilder(file, options);
        var bytes = new FileBytes(file.File);
        var pages = Planes(file, (int)planes.Count, builder);
        var series = builder.Build(pages, Describe(bytes, file, planes));
        if (file.Directories.Count > 1)
        {
            builder.Add(FileFindingKind.LeftOut, $"the file has {file.Directories.Count - 1} more pages behind the MetaMorph stack, which are not read");
        }

        return new TiffMeaning { Format = "MetaMorph", Series = [series], Findings = builder.Findings };
    }

    private static MovedPages Planes(TiffPages file, int count, SeriesBuilder builder)
    {
        var first = file[0];
        var last = first.Locate(file.File, first.BlockCount - 1, 1)[0];
        var start = first.Locate(file.File, 0, 1)[0].Offset;
        var layout = first.Layout;
        var lastBytes = layout.IsDecodedWhole ? last.Length : layout.RowsOf((first.BlockCount - 1) % layout.BlocksDown) * layout.StoredRowBytes;
        var distance = last.Offset > file.File.Length || last.Offset < start ? 0 : last.Offset - start + lastBytes;
        if (count == 1 || distance <= 0 || layout.IsDecodedWhole)
        {
            if (count > 1)
            {
                builder.Add(FileFindingKind.LeftOut, $"the {count - 1} planes behind the first are compressed, or in an order that is not known, and are not read");
            }

            return new MovedPages(first, 0, 1);
        }

        var present = Math.Clamp((file.File.Length - start) / distance, 1, count);
        return new MovedPages(first, distance, (int)present);
    }

    private static FileDescription Describe(FileBytes bytes, TiffPages file, TiffField planes)
    {
        var count = (int)planes.Count;
        var (z, times) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var at = planes.Offset + ((long)i * PlaneBytes);
            z[i] = bytes.Fraction(at) ?? 0;
            times[i] = ((bytes.UInt32(at + 8) ?? 0) * MillisecondsPerDay) + (bytes.UInt32(at + 12) ?? 0);
        }

        var wavelengths = Wavelengths(bytes, file.Directories[0].Find(Uic3), count);
        var uic = UicEntries.Read(file, count);
        var cycle = Cycle(wavelengths);
        var axis = AxisOf(z, times, cycle);
        return new FileDescription
        {
            Writer = "MetaMorph",
            PageAxes = [new PageAxis(axis, count / cycle), new PageAxis('c', cycle)],
            Name = string.IsNullOrWhiteSpace(uic.Name) ? null : uic.Name,
            Sizes = Sizes(uic, z, times, cycle),
            Channels = [.. wavelengths.Take(cycle).Select(Channel)],
            Position = uic.Position,
        };
    }

    private static char? AxisOf(double[] z, double[] times, int cycle) =>
        z.Skip(1).Any(distance => distance != 0) ? 'z' : times.Length > cycle && times.Where((_, i) => i % cycle == 0).Distinct().Count() > 1 ? 't' : null;

    private static FileChannel Channel(double wavelength) => wavelength is > 100 and < 2000 ? new FileChannel { EmissionWavelength = wavelength } : new FileChannel();

    // Planes of several wavelengths take turns.
    private static int Cycle(double[] wavelengths)
    {
        var cycle = wavelengths.Distinct().Count();
        return cycle > 1 && wavelengths.Length % cycle == 0 && wavelengths.Index().All(item => item.Item == wavelengths[item.Index % cycle]) ? cycle : 1;
    }

    private static double[] Wavelengths(FileBytes bytes, TiffField? field, int count)
    {
        var result = new double[count];
        for (var i = 0; i < count && field is { } known && i < known.Count; i++)
        {
            result[i] = bytes.Fraction(known.Offset + (8L * i)) ?? 0;
        }

        return result;
    }

    private static Dictionary<char, PhysicalSize> Sizes(UicEntries uic, double[] z, double[] times, int cycle)
    {
        var sizes = new Dictionary<char, PhysicalSize>();
        Resolution.Add(sizes, 'x', uic.Unit is null ? null : uic.XCalibration, uic.Unit);
        Resolution.Add(sizes, 'y', uic.Unit is null ? null : uic.YCalibration, uic.Unit);
        Resolution.Add(sizes, 'z', Spacing([.. z.Where((_, i) => i % cycle == 0)]), uic.Unit ?? "micrometer");
        var frames = times.Where((_, i) => i % cycle == 0).ToArray();
        Resolution.Add(sizes, 't', frames.Length > 1 ? (frames[^1] - frames[0]) / 1000 / (frames.Length - 1) : null, "second");
        return sizes;
    }

    // The distance of a plane is that from the plane before; some programs write positions, which grow in equal steps.
    private static double? Spacing(double[] z)
    {
        var steps = z.Skip(1).Zip(z, (next, plane) => next - plane).ToArray();
        if (steps.Length > 1 && steps[0] != 0 && steps.All(step => Math.Abs(step - steps[0]) < 1e-3 * Math.Abs(steps[0])))
        {
            return Math.Abs(steps[0]);
        }

        var distances = z.Skip(1).Select(Math.Abs).Where(distance => distance > 0).Order().ToArray();
        return distances.Length > 0 ? distances[distances.Length / 2] : null;
    }
}
