using System.IO.Compression;
using System.Text;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Zip;

/// <summary>Names of entries come from strangers.</summary>
public sealed class ZipNamesTests
{
    [Theory]
    [InlineData("a/b", "a/b")]
    [InlineData("./a/b", "a/b")]
    [InlineData("././a", "a")]
    [InlineData(@"a\b\c", "a/b/c")]
    [InlineData("größe/細胞", "größe/細胞")]
    [InlineData("C:/x", "C:/x")]
    public async Task Usual_names_become_keys(string name, string key)
    {
        var store = Open(await ArchiveAsync((name, [1, 2])));
        Assert.Equal([key], await store.KeysAsync());
        Assert.Equal([1, 2], await store.ReadAsync(key));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("/etc/passwd")]
    [InlineData(@"..\a")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task Names_that_are_no_keys_are_left_out_with_a_reason(string name)
    {
        var store = Open(await ArchiveAsync(("a", [7]), (name.Length == 0 ? "x" : name, [1])), bytes => name.Length == 0 ? Renamed(bytes, "x", "/") : bytes);
        Assert.Equal(["a"], await store.KeysAsync());
        var remarks = (await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks;
        Assert.Equal(name.Length == 0 ? 0 : 1, remarks.Count);
        Assert.All(remarks, remark => Assert.DoesNotContain(remark, char.IsControl));
    }

    [Fact]
    public async Task Folders_are_no_values()
    {
        var store = Open(await ArchiveAsync(("a/", []), ("a/b", [1])));
        Assert.Equal(["a/b"], await store.KeysAsync());
        Assert.Empty((await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks);
    }

    [Fact]
    public async Task Of_entries_with_one_name_the_last_counts()
    {
        var store = Open(await ArchiveAsync(("a/b", [1]), ("c", [2]), ("a/b", [3, 3]), (@"a\b", [4, 4, 4])));
        Assert.Equal([4, 4, 4], await store.ReadAsync("a/b"));
        Assert.Equal(["a/b", "c"], await store.KeysAsync());
        Assert.Contains("2 entries are older versions", (await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_without_the_flag_are_of_code_page_437()
    {
        // "ä" of UTF-8 has two bytes, which are two letters of code page 437.
        var bytes = await ArchiveAsync(("ä", [1]));
        foreach (var (signature, flags) in new[] { (0x04034b50u, 6), (0x02014b50u, 8) })
        {
            bytes[Find(bytes, signature) + flags + 1] &= 0xF7;
        }

        Assert.Equal(["├ñ"], await Open(bytes).KeysAsync());
    }

    [Fact]
    public async Task Names_that_are_no_UTF_8_are_left_out()
    {
        var store = Open(Replaced(await ArchiveAsync(("ä", [1]), ("b", [2])), Encoding.UTF8.GetBytes("ä"), [0xC3, 0x28]));
        Assert.Equal(["b"], await store.KeysAsync());
        Assert.Contains("is not UTF-8", (await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_left_out()
    {
        var bytes = await ArchiveAsync(("zarr.json", [1]), ("link", Encoding.ASCII.GetBytes("/etc/passwd")));
        var record = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        bytes[record + 5] = 3; // made on Unix
        bytes[record + 41] = 0xA1; // a link with all permissions
        var store = Open(bytes);
        Assert.Equal(["zarr.json"], await store.KeysAsync());
        Assert.Contains("symbolic link", (await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cells.ome.zarr/zarr.json")]
    [InlineData("data/cells.ome.zarr/zarr.json")]
    [InlineData("cells.ome.zarr/.zgroup")]
    public async Task A_hierarchy_in_the_only_folder_is_taken_for_the_root(string document)
    {
        var folder = document[..document.LastIndexOf('/')];
        var store = Open(await ArchiveAsync(("__MACOSX/._x", [9]), (document, [1]), ($"{folder}/0/c/0", [2]), ("read me.txt", [3])));
        var name = document[(folder.Length + 1)..];
        Assert.Equal([1], await store.ReadAsync(name));
        Assert.Equal([2], await store.ReadAsync("0/c/0"));
        Assert.Equal([2], await store.ReadAsync($"{folder}/0/c/0"));
        Assert.Equal(new[] { name, "0" }.Order(StringComparer.Ordinal), await store.ListChildrenAsync(StorePrefix.Root, TestContext.Current.CancellationToken));
        Assert.Equal(["c"], await store.ListChildrenAsync(new StorePrefix($"{folder}/0"), TestContext.Current.CancellationToken));
        Assert.Equal(["0/c/0"], await store.KeysAsync("0"));
        Assert.Contains($"in the folder {folder}", (await store.DescribeAsync(TestContext.Current.CancellationToken)).Remarks.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_folders_stay_what_they_are()
    {
        var store = Open(await ArchiveAsync(("a.zarr/zarr.json", [1]), ("b.zarr/zarr.json", [2])));
        Assert.Equal(["a.zarr", "b.zarr"], await store.ListChildrenAsync(StorePrefix.Root, TestContext.Current.CancellationToken));
        Assert.Null(await store.ReadAsync("zarr.json"));
        Assert.Equal([2], await store.ReadAsync("b.zarr/zarr.json"));
    }

    internal static async Task<byte[]> ArchiveAsync(params (string Name, byte[] Value)[] entries)
    {
        using var file = new MemoryStream();
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, value) in entries)
            {
                await using var stream = await archive.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync();
                await stream.WriteAsync(value);
            }
        }

        return file.ToArray();
    }

    internal static ZipStore Open(byte[] bytes, Func<byte[], byte[]>? change = null)
    {
        var store = new MemoryStore();
        store.WriteAsync("a.zip", change?.Invoke(bytes) ?? bytes).GetAwaiter().GetResult();
        return ZipStore.Open(store, new StoreKey("a.zip"));
    }

    internal static int Find(byte[] bytes, uint signature) => bytes.AsSpan().IndexOf(BitConverter.GetBytes(signature));

    private static byte[] Renamed(byte[] bytes, string from, string to) => Replaced(bytes, Encoding.ASCII.GetBytes(from), Encoding.ASCII.GetBytes(to));

    private static byte[] Replaced(byte[] bytes, byte[] from, byte[] to)
    {
        for (var at = 0; at <= bytes.Length - from.Length; at++)
        {
            if (bytes.AsSpan(at).StartsWith(from))
            {
                to.CopyTo(bytes.AsSpan(at));
            }
        }

        return bytes;
    }
}
