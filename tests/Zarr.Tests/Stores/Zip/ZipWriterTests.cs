using System.Diagnostics;
using System.IO.Compression;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Zip;

public sealed class ZipWriterTests : IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    [Fact]
    public async Task Documents_come_first_in_the_directory_and_their_last_versions_only()
    {
        var writer = archives.Begin(archives.Folder["a.ozx"], new ZipWriterOptions { Comment = "größe" });
        await writer.WriteAsync("0/c/0", 1);
        await writer.WriteAsync("zarr.json", 2);
        await writer.WriteAsync("b/0/zarr.json", 3);
        await writer.WriteAsync("b/zarr.json", 4);
        await writer.WriteAsync("a/x/zarr.json", 5);
        await writer.WriteAsync("xzarr.json", 6);
        await writer.WriteAsync("zarr.json", 7, 7);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        await using var archive = await ZipFile.OpenReadAsync(writer.Path, TestContext.Current.CancellationToken);
        Assert.Equal(["zarr.json", "b/zarr.json", "a/x/zarr.json", "b/0/zarr.json", "0/c/0", "xzarr.json"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal("größe", archive.Comment);
        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        Assert.Equal([7, 7], await ZipStore.Open(writer.Path).ReadAsync("zarr.json"));
        Assert.Equal(6, File.ReadAllBytes(writer.Path).AsSpan().Count("PK\x03\x04"u8)); // nothing of the older version
    }

    [Fact]
    public async Task Nothing_appears_before_it_is_published_and_nothing_stays_if_it_is_not()
    {
        await using (var writer = new ZipWriter(archives.Folder["x/y/a.ozx"]))
        {
            await writer.WriteAsync("a", 1);
            Assert.False(File.Exists(writer.Path));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(archives.Folder.Path));
    }

    [Fact]
    public async Task Of_two_writers_one_publishes_and_the_other_leaves_nothing()
    {
        var path = archives.Folder["a.ozx"];
        await using (var first = new ZipWriter(path))
        await using (var second = new ZipWriter(path))
        {
            await first.WriteAsync("a", 1);
            await second.WriteAsync("a", 2);
            await second.PublishAsync(TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<IOException>(() => first.PublishAsync(TestContext.Current.CancellationToken).AsTask());
        }

        Assert.Equal([2], await ZipStore.Open(path).ReadAsync("a"));
        Assert.Equal(["a.ozx"], archives.Folder.Files());
        Assert.Throws<IOException>(() => new ZipWriter(path));
        await using var third = new ZipWriter(path, new ZipWriterOptions { Overwrite = true });
        await third.WriteAsync("a", 3);
        Assert.Equal([2], await ZipStore.Open(path).ReadAsync("a"));
        await third.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal([3], await ZipStore.Open(path).ReadAsync("a"));
    }

    [Fact]
    public async Task A_folder_is_not_replaced()
    {
        Directory.CreateDirectory(archives.Folder["a.ozx"]);
        Assert.Throws<IOException>(() => new ZipWriter(archives.Folder["a.ozx"], new ZipWriterOptions { Overwrite = true }));
        var writer = archives.Begin(archives.Folder["b.ozx"], new ZipWriterOptions { Overwrite = true });
        Directory.CreateDirectory(archives.Folder["b.ozx"]);
        await Assert.ThrowsAsync<IOException>(() => writer.PublishAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Nothing_is_written_once_it_is_published()
    {
        var writer = archives.Begin();
        await writer.WriteAsync("a", 1);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal([1], await writer.ReadAsync("a"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync("b", 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.DeleteAsync(new StoreKey("a"), TestContext.Current.CancellationToken).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.PublishAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task Values_written_by_eight_threads_in_pieces_of_any_length_come_back()
    {
        var writer = archives.Begin(archives.Folder["a.ozx"]);
        await Parallel.ForAsync(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, token) =>
        {
            await using var value = await writer.BeginAsync(new StoreKey($"c/{i}"), token);
            foreach (var piece in Pieces(i))
            {
                await value.AppendAsync(piece, token);
            }

            await value.PublishAsync(token);
        });
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        var store = ZipStore.Open(writer.Path);
        await Parallel.ForAsync(0, 64 * 20, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (i, token) =>
        {
            byte[] expected = [.. Pieces(i % 64).SelectMany(piece => piece)];
            Assert.Equal(expected, await store.ReadAsync($"c/{i % 64}"));
            Assert.Equal(expected[(expected.Length / 2)..], await store.ReadAsync($"c/{i % 64}", ByteRange.FromOffset(expected.Length / 2)));
        });
        Assert.Equal(["a.ozx"], archives.Folder.Files()); // no file of long values stays
    }

    [Fact]
    public async Task Seventy_thousand_entries_are_read_and_listed()
    {
        const int Count = 70_001;
        var writer = archives.Begin(archives.Folder["many.ozx"]);
        await writer.WriteAsync("zarr.json", 1);
        for (var i = 0; i < Count; i++)
        {
            await writer.WriteAsync($"0/c/{i / 300}/{i % 300}", (byte)i);
        }

        await writer.PublishAsync(TestContext.Current.CancellationToken);
        var store = ZipStore.Open(writer.Path);
        Assert.Equal(Count + 1, (await store.DescribeAsync(TestContext.Current.CancellationToken)).Values);
        Assert.Equal(new[] { unchecked((byte)(Count - 1)) }, await store.ReadAsync($"0/c/{(Count - 1) / 300}/{(Count - 1) % 300}"));
        Assert.Equal((Count / 300) + 1, (await store.ListChildrenAsync(new StorePrefix("0/c"), TestContext.Current.CancellationToken)).Count);
        Assert.Equal(300, (await store.KeysAsync("0/c/17")).Length);
        await using var archive = await ZipFile.OpenReadAsync(writer.Path, TestContext.Current.CancellationToken);
        Assert.Equal(Count + 1, archive.Entries.Count);
    }

    [Fact]
    public async Task Offsets_beyond_four_gigabytes_are_written_and_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files with holes are not made by seeking on Windows");
        var writer = archives.Begin(archives.Folder["large.ozx"]);
        await writer.WriteAsync("a", 1, 2, 3);
        writer.LeaveHole(5L << 30);
        await writer.WriteAsync("b/c", 4, 5, 6);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        var store = ZipStore.Open(writer.Path);
        Assert.True(new FileInfo(writer.Path).Length > 5L << 30);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a"));
        Assert.Equal([4, 5, 6], await store.ReadAsync("b/c"));
        await using var archive = await ZipFile.OpenReadAsync(writer.Path, TestContext.Current.CancellationToken);
        await using var entry = await archive.GetEntry("b/c")!.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, entry.ReadByte());
    }

    [Theory]
    [InlineData("python3", "-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; assert z.namelist()[0] == 'zarr.json', z.namelist(); assert z.read('größe/c/0') == bytes(range(256)); assert z.comment == b'{\"ome\":{}}'")]
    [InlineData("unzip", "-t", null)]
    public async Task Other_programs_read_our_archives(string program, string option, string? script)
    {
        var writer = archives.Begin(archives.Folder["a.ozx"], new ZipWriterOptions { Comment = """{"ome":{}}""" });
        await writer.WriteAsync("größe/c/0", [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        await writer.WriteAsync("empty");
        await writer.WriteAsync("zarr.json", 1);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        string[] arguments = script is null ? [option, writer.Path] : [option, script, writer.Path];
        var result = await RunAsync(program, arguments);
        Assert.SkipWhen(result is null, $"{program} is not installed");
        Assert.Equal(0, result);
    }

    private static IEnumerable<byte[]> Pieces(int seed)
    {
        var random = new Random(seed);
        for (var i = random.Next(6); i >= 0; i--)
        {
            var piece = new byte[random.Next(300)];
            random.NextBytes(piece);
            yield return piece;
        }
    }

    private static async Task<int?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
