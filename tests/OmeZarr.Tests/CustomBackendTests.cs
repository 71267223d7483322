using Guides;
using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Every writer and builder, driven through the backend of the guide, makes the same as with our own.</summary>
public sealed class CustomBackendTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Writers => AllWriters.Names;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task A_writer_makes_the_same_through_another_backend(string writer)
    {
        var backend = new ObservedBackend(new RawBackend());
        await MakeAsync(writer, "built-in", SmallImage.Chunked);
        await MakeAsync(writer, "raw", SmallImage.Chunked with { Backend = backend });
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
        await MakeAsync(writer, "raw", options);
        var before = folder.Snapshot();
        await MakeAsync(writer, "raw", options);
        Assert.Equal(before, folder.Snapshot());
    }

    private Task MakeAsync(string writer, string root, WriteOptions options) =>
        AllWriters.MakeAsync(writer, new Making(folder[root]) { Options = options });

    /// <summary>The elements of every array by its path, and whatever else its metadata says that a reader of images cares for.</summary>
    private async Task<SortedDictionary<string, string>> ArraysAsync(string root)
    {
        var arrays = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Nodes(root).Where(path => OmeZarr.Writing.Places.Destination.IsGroup(folder[$"{root}/{path}"]) == false))
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
                || (file.EndsWith("zarr.json", StringComparison.Ordinal) && OmeZarr.Writing.Places.Destination.IsGroup(Path.GetDirectoryName(folder[file])!) == true))
            .ToDictionary(file => file[(root.Length + 1)..], file => File.ReadAllText(folder[file])),
        StringComparer.Ordinal);

    private IEnumerable<string> Nodes(string root) => folder.Files()
        .Where(file => file.StartsWith($"{root}/", StringComparison.Ordinal) && file.EndsWith("/zarr.json", StringComparison.Ordinal))
        .Select(file => file[root.Length..^"/zarr.json".Length].TrimStart('/'))
        .Where(path => path.Length > 0);
}
