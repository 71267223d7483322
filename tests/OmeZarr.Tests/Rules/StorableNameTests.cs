using OmeZarr.Rules;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rules;

/// <summary>Names that one system or reader cannot hold are refused on every system, before anything is written.</summary>
public sealed class StorableNameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Unstorable() =>
    [
        ".a.partial", ".partial", ".0.PARTIAL", ".a.replaced", "CON", "nul", "Aux.txt", "com1", "LPT³.tar.gz", "conin$", "nul .x", "a.", "a ", "a:b", "a?", "*", "a|b", "a\"b", "<a>",
        "Zarr.json", ".zarray", ".zgroup", ".zattrs", ".zmetadata", new string('a', 256), "\ud800",
    ];

    [Theory]
    [MemberData(nameof(Unstorable))]
    public async Task A_name_that_some_system_cannot_hold_is_refused_everywhere(string name)
    {
        Func<Task>[] writers =
        [
            () => OmeWriter.WriteImageAsync(folder["a"], Yx(name), Pixels),
            () => OmeWriter.WriteImageAsync(folder["a"], Yx(), Pixels, labels: [new Label(name, YxLabel, Pixels)]),
            () => OmeWriter.PrepareImageAsync(folder["a"], Yx(name), [new ArraySpec([4, 4], DataType.UInt8)]),
            () => OmeWriter.WriteBioformats2RawAsync(folder["a"], [new SeriesImage(name, Yx(), Pixels)]),
            () => OmeWriter.WritePlateAsync(folder["a"], [new WellFields("A", "1", new Field("0", Yx(name), Pixels))]),
            () => OmeWriter.WritePlateAsync(folder["a"], [new WellFields("A", "1", new Field(name, Yx(), Pixels))]),
            async () => await new LabelsBuilder(folder["a/labels"]).WriteLabelAsync(name, YxLabel, Pixels),
            async () => await new Bioformats2RawBuilder(folder["a"]).WriteImageAsync(new SeriesImage(name, Yx(), Pixels)),
        ];
        foreach (var write in writers)
        {
            var error = await Record.ExceptionAsync(write);
            Assert.True(error is ArgumentException or OmeZarrException, $"{error}");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul")]
    [InlineData("COM1")]
    public async Task Rows_columns_and_fields_have_no_names_of_devices(string name)
    {
        await using var plate = new PlateBuilder(folder["a"]);
        await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteWellAsync(name, "1", [new Field("0", Yx(), Pixels)]));
        await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteWellAsync("A", name, [new Field("0", Yx(), Pixels)]));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteWellAsync("A", "1", [new Field(name, Yx(), Pixels)]));
        Assert.Contains($"\"{name}\" cannot be the name of a field of view: Windows keeps this name for a device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("Labels")]
    [InlineData("labels/0")]
    public async Task No_dataset_is_where_the_labels_are(string path)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(folder["a"], Yx(path), Pixels));
        Assert.Equal($"\"{path}\" cannot be the path of a dataset: the label images of an image are in its group labels; choose numbers, such as \"0\"", error.Message);
    }

    [Theory]
    [InlineData("s0", "S0")]
    [InlineData("a", "A/1")]
    public async Task No_two_datasets_are_one_folder_where_case_does_not_count(string first, string second)
    {
        var image = Yx(first, second);
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(folder["a"], image, [Pixels, Pixels]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("level_1.x-y")]
    [InlineData("console")]
    [InlineData("com")]
    [InlineData("com10")]
    [InlineData("a b")]
    [InlineData(".a")]
    [InlineData("a.partial")]
    [InlineData("Zellkörper")]
    [InlineData("細胞")]
    [InlineData("\uFFFD")]
    public void Other_names_are_taken(string name) => Assert.Null(StorableName.Problem(name));

    public static TheoryData<string> Addresses() => ["unknown://bucket/cells.ome.zarr", "a+b.c-d://x"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_address_of_an_unknown_scheme_is_no_folder(string address)
    {
        Func<Task>[] writers =
        [
            () => OmeWriter.WriteImageAsync(address, Yx(), Pixels),
            () => OmeWriter.PrepareImageAsync(address, Yx(), [new ArraySpec([4, 4], DataType.UInt8)]),
            () => OmeWriter.WriteBioformats2RawAsync(address, [new SeriesImage("0", Yx(), Pixels)]),
            () => OmeWriter.WritePlateAsync(address, [new WellFields("A", "1", new Field("0", Yx(), Pixels))]),
            async () => await new PlateBuilder(address).DisposeAsync(),
            async () => await new Bioformats2RawBuilder(address).DisposeAsync(),
            async () => await new LabelsBuilder(address + "/labels").DisposeAsync(),
        ];
        foreach (var write in writers)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(write);
            Assert.Contains($"no package for addresses of the scheme {address[..address.IndexOf(':')]}:// is registered", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task An_address_of_an_unknown_scheme_is_not_read(string address)
    {
        Func<Task>[] readers =
        [
            () => OmeStore.OpenAsync(address),
            () => OmeImage.OpenAsync(address),
            () => OmePlate.OpenAsync(address),
            () => OmeCollection.OpenAsync(address),
            () => ZarrArray.OpenAsync(address),
            () => ZarrGroup.OpenAsync(address),
            () => OmeDocument.LoadAsync(address),
        ];
        foreach (var read in readers)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(read);
            Assert.Contains($"no package for addresses of the scheme {address[..address.IndexOf(':')]}:// is registered", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_whose_name_holds_a_colon_is_none()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such folders");
        await OmeWriter.WriteImageAsync(folder["s3:/x"], Yx(), Pixels);
        Assert.True(File.Exists(folder["s3:/x/zarr.json"]));
    }

    private static Image Yx(params string[] paths) => new() { Multiscales = [Levels(paths)] };

    private static LabelImage YxLabel => new() { Multiscales = [Levels([])], ImageLabel = new ImageLabel() };

    private static Multiscale Levels(string[] paths) => new()
    {
        Axes = [new SpaceAxis("y"), new SpaceAxis("x")],
        Datasets = [.. (paths.Length > 0 ? paths : ["0"]).Select((path, level) => new Dataset(path, new ScaleTransformation(1 + level, 1 + level)))],
    };

    private static IArraySource Pixels => ArraySource.FromMemory<byte>(new byte[16], [4, 4]);
}
