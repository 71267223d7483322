using Guides;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Every writer and builder, driven through the backend of the guide, makes the same as with our own.</summary>
public sealed class CustomBackendTests : IDisposable
{
    private static readonly LabelImage LabelMetadata = new() { Multiscales = SmallImage.Metadata.Multiscales, ImageLabel = new ImageLabel() };

    private static readonly Dictionary<string, Func<string, WriteOptions, Task>> All = new()
    {
        ["WriteImageAsync"] = (path, options) => OmeWriter.WriteImageAsync(path, SmallImage.Metadata, SmallImage.Sources(1), options, [Masks]),
        ["PrepareImageAsync"] = async (path, options) =>
        {
            await using var arrays = await OmeWriter.PrepareImageAsync(path, SmallImage.Metadata, SmallImage.Specs, options, [MasksLater]);
            await FillAsync(arrays);
        },
        ["WriteBioformats2RawAsync"] = (path, options) => OmeWriter.WriteBioformats2RawAsync(path, [WithMasks("0"), WithMasks("1")], options: options),
        ["Bioformats2RawBuilder"] = async (path, options) =>
        {
            await using var builder = new Bioformats2RawBuilder(path, options: options);
            await builder.WriteImageAsync(WithMasks("0"));
            builder.AddSeries(new SeriesSpec("1", SmallImage.Metadata, SmallImage.Specs) { Labels = [MasksLater] });
            await FillAsync(await builder.PrepareAsync());
        },
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Writers => [.. All.Keys];

    private static Label Masks => new("masks", LabelMetadata, SmallImage.Sources(50));

    private static LabelSpec MasksLater => new("masks", LabelMetadata, SmallImage.Specs);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task A_writer_makes_the_same_through_another_backend(string writer)
    {
        var backend = new ObservedBackend(new RawBackend());
        await All[writer](folder["built-in"], SmallImage.Chunked);
        await All[writer](folder["raw"], SmallImage.Chunked with { Backend = backend });
        Assert.Equal(0, backend.Open);
        Assert.Equal(await ArraysAsync("built-in"), await ArraysAsync("raw"));
        Assert.Equal(Groups("built-in"), Groups("raw"));
        Assert.Equal(backend.Created, (await ArraysAsync("raw")).Count);
        Assert.Equal(["built-in", "raw"], folder.Names());
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_another_backend_wrote_can_be_replaced(string writer)
    {
        var options = SmallImage.Overwriting with { Backend = new RawBackend() };
        await All[writer](folder["raw"], options);
        var before = folder.Snapshot();
        await All[writer](folder["raw"], options);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData("WriteImageAsync")]
    [InlineData("WriteBioformats2RawAsync")]
    public async Task A_backend_that_fails_leaves_nothing_open_and_nothing_behind(string writer)
    {
        for (var failing = 1; ; failing++)
        {
            var backend = new ObservedBackend(new RawBackend(), failing);
            var error = await Record.ExceptionAsync(() => All[writer](folder["raw"], SmallImage.Chunked with { Backend = backend }));
            Assert.Equal(0, backend.Open);
            if (error is null)
            {
                Assert.True(failing > SmallImage.Chunks);
                return;
            }

            Assert.Contains("fails, as the test wanted", Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            Assert.Empty(folder.Snapshot());
        }
    }

    private static SeriesImage WithMasks(string name) => new(name, SmallImage.Metadata, SmallImage.Sources(1)) { Labels = [Masks] };

    /// <summary>Fills all arrays with what the writers of whole images would write, in rows, so in parts of chunks.</summary>
    private static async Task FillAsync(PreparedArrays arrays)
    {
        foreach (var key in arrays.Keys)
        {
            var array = arrays[key];
            var source = SmallImage.Sources(key.Contains("masks", StringComparison.Ordinal) ? 50 : 1)[key.EndsWith('0') ? 0 : 1];
            for (var y = 0L; y < array.Shape[1]; y++)
            {
                var row = new Region([0, y, 0], [array.Shape[0], 1, array.Shape[2]]);
                var bytes = new byte[row.Shape.ElementCount * 2];
                await source.ReadAsync(row, bytes, CancellationToken.None);
                await array.WriteAsync(ArraySource.FromBytes(bytes, row.Shape, array.DataType), row);
            }
        }
    }

    /// <summary>The elements of every array by its path, and whatever else its metadata says that a reader of images cares for.</summary>
    private async Task<SortedDictionary<string, string>> ArraysAsync(string root)
    {
        var arrays = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Nodes(root).Where(path => OmeZarr.Writing.Destination.IsGroup(folder[$"{root}/{path}"]) == false))
        {
            var array = await ZarrArray.OpenAsync(folder[$"{root}/{path}"]);
            var bytes = new byte[array.Shape.ElementCount * array.DataType.Size];
            await ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), bytes, CancellationToken.None);
            arrays[path] = $"{array.Shape} {array.DataType} {string.Join(',', array.Metadata.DimensionNames!)} {Convert.ToHexString(bytes)}";
        }

        return arrays;
    }

    private SortedDictionary<string, string> Groups(string root) => new(
        folder.Files().Where(file => file.StartsWith($"{root}/", StringComparison.Ordinal))
            .Where(file => file.EndsWith(".xml", StringComparison.Ordinal)
                || (file.EndsWith("zarr.json", StringComparison.Ordinal) && OmeZarr.Writing.Destination.IsGroup(Path.GetDirectoryName(folder[file])!) == true))
            .ToDictionary(file => file[(root.Length + 1)..], file => File.ReadAllText(folder[file])),
        StringComparer.Ordinal);

    private IEnumerable<string> Nodes(string root) => folder.Files()
        .Where(file => file.StartsWith($"{root}/", StringComparison.Ordinal) && file.EndsWith("/zarr.json", StringComparison.Ordinal))
        .Select(file => file[root.Length..^"/zarr.json".Length].TrimStart('/'))
        .Where(path => path.Length > 0);
}
