using System.Text;
using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>The table of formats in the guide says what this version reads of files of each kind.</summary>
public sealed class FormatTableTests : IDisposable
{
    private const string UpdateVariable = "UPDATE_FORMATS";
    private const string Begin = "<!-- the table of formats is made by FormatTableTests -->\n";
    private const string End = "<!-- end of the table -->\n";

    private static readonly string Page = Path.Join(SharedData.RepositoryRoot, "docs", "guide", "from-your-microscope.md");

    /// <summary>The rows: format, who writes it, files that show what is read.</summary>
    private static readonly (string Format, string Writers, string[] Files)[] Rows =
    [
        ("OME-TIFF", "Bio-Formats, many microscopes", ["ome"]),
        ("ImageJ", "ImageJ, Fiji", ["imagej", "imagej frames"]),
        ("SCIFIO", "ImageJ2, Fiji", ["scifio"]),
        ("tifffile", "tifffile, scikit-image, napari", ["tifffile"]),
        ("Micro-Manager", "Micro-Manager", ["micromanager"]),
        ("NDTiff", "Micro-Manager 2, Pycro-Manager", ["ndtiff", "ndtiff numbered"]),
        ("MetaMorph", "MetaMorph (.stk)", ["stk"]),
        ("MetaSeries", "MetaXpress, ImageXpress", ["metaseries"]),
        ("LSM", "Zeiss LSM (.lsm)", ["lsm"]),
        ("FluoView", "Olympus FluoView", ["fluoview"]),
        ("ScanImage", "ScanImage", ["scanimage"]),
        ("SVS", "Aperio, Leica (.svs)", ["svs"]),
        ("NDPI", "Hamamatsu (.ndpi)", ["ndpi"]),
        ("SCN", "Leica (.scn)", ["scn"]),
        ("QPTIFF", "PerkinElmer, Akoya (.qptiff)", ["qptiff"]),
        ("Philips TIFF", "Philips", ["philips"]),
        ("FEI", "FEI, Thermo Fisher", ["fei"]),
        ("Zeiss SEM", "Zeiss electron microscopes", ["zeiss sem"]),
        ("Olympus SIS", "Olympus", ["sis"]),
        ("TIFF", "other programs", ["plain"]),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_table_says_what_is_read()
    {
        var text = (await File.ReadAllTextAsync(Page)).ReplaceLineEndings("\n");
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = await TableAsync();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(Page, text[..begin] + table + text[end..]);
            return;
        }

        Assert.True(text[begin..end] == table, $"the table is not up to date; rewrite it with\n    {UpdateVariable}=1 dotnet test --project tests/OmeZarr.Tiff.Tests");
    }

    private async Task<string> TableAsync()
    {
        var table = new StringBuilder("| format | written by | axes | sizes along | channels | images | levels | position |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var (format, writers, files) in Rows)
        {
            var images = new List<FileImage>();
            foreach (var name in files)
            {
                File.WriteAllBytes(folder["image.tif"], VendorFiles.Make(name));
                using var file = TiffFile.Open(folder["image.tif"]);
                Assert.Equal(format, file.Format);
                images.AddRange(file.Images);
                // Pixels are read of every kind, or there would be no row.
                Assert.All(await Task.WhenAll(file.Images.Select(image => image.Pixels.ReadAllAsync())), bytes => Assert.NotEmpty(bytes));
            }

            table.Append("| ").AppendJoin(" | ", [format, writers, Letters(images.Select(image => image.Axes)), Sizes(images), Channels(images), Images(images, files.Length), images.Exists(image => image.Levels.Count > 0) ? "yes" : "", Positions(images)]).Append(" |\n");
        }

        return table.Replace("|  |", "| – |").Replace("|  |", "| – |").ToString();
    }

    private static string Letters(IEnumerable<string> letters) => string.Join(' ', "tczyx".Where(letter => letters.Any(axes => axes.Contains(letter, StringComparison.Ordinal))));

    private static string Sizes(List<FileImage> images) => Letters(images.Select(image => string.Concat(image.Axes.Where((_, i) => image.PixelSizes[i]?.Unit is not null))));

    private static string Positions(List<FileImage> images) => Letters(images.Where(image => image.Position.Count > 0).Select(image => string.Concat(image.Axes.Where((_, i) => image.Position[i] is not null))));

    private static string Channels(List<FileImage> images)
    {
        var channels = images.Where(image => image.Kind == FileImageKind.Image).SelectMany(image => image.Channels).ToArray();
        return string.Join(", ", new[]
        {
            ("names", channels.Any(channel => channel.Name is not null)),
            ("colours", channels.Any(channel => channel.Color is not null)),
            ("windows", channels.Any(channel => channel.Window is not null)),
            ("wavelengths", channels.Any(channel => channel.EmissionWavelength is not null)),
            ("inverted", channels.Any(channel => channel.IsInverted)),
        }.Where(part => part.Item2).Select(part => part.Item1));
    }

    private static string Images(List<FileImage> images, int files) => string.Join(", ", new[]
    {
        ("several", images.Count(image => image.Kind == FileImageKind.Image) > files),
        ("label", images.Exists(image => image.Kind == FileImageKind.SlideLabel)),
        ("macro", images.Exists(image => image.Kind == FileImageKind.Macro)),
    }.Where(part => part.Item2).Select(part => part.Item1));
}
