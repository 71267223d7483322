using System.Buffers.Binary;
using System.IO.Compression;
using TestKit;
using Xunit;
using Zarr.Stores;
using static Zarr.Tests.Stores.Zip.ZipNamesTests;

namespace Zarr.Tests.Stores.Zip;

/// <summary>Archives that are damaged or made to harm.</summary>
public sealed class ZipDamageTests : IDisposable
{
    private readonly Archives archives = new();

    public void Dispose() => archives.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flipped_bits_give_an_error_or_the_right_bytes_and_cut_archives_an_error(bool deflated)
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 12).ToDictionary(i => $"a/{i}/zarr.json", i => Enumerable.Range(0, 40 * i).Select(n => (byte)(n % 7)).ToArray());
        var archive = await ArchiveOfAsync(values, deflated);
        for (var round = 0; round < Rounds.Of(1500); round++)
        {
            var changed = archive.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            }

            await RequireErrorOrRightAsync(changed, values);
        }

        for (var length = 0; length < archive.Length; length += 1 + (archive.Length / 400))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Open(archive[..length]).KeysAsync());
            await RequireErrorOrRightAsync(archive[..length], values);
        }
    }

    [Fact]
    public async Task A_wrong_byte_of_a_value_is_noticed_when_the_whole_value_is_read()
    {
        var bytes = await ArchiveAsync(("a", [1, 2, 3, 4, 5, 6, 7, 8, 9]));
        bytes[bytes.AsSpan().IndexOf(new byte[] { 4, 5, 6 })] ^= 0x10;
        var store = Open(bytes);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => store.ReadAsync("a"));
        Assert.Contains("the entry a of the archive is damaged: its checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a", ByteRange.FromOffset(0, 3)));
    }

    [Theory]
    [InlineData(6, 1, "encrypted archive")] // the flag
    [InlineData(8, 12, "ZIP method 12")] // bzip2
    public async Task What_cannot_be_read_is_named(int localOffset, byte value, string feature)
    {
        var bytes = await ArchiveAsync(("a/b", [1, 2, 3]), ("c", [4]));
        bytes[Find(bytes, 0x04034b50) + localOffset] = value;
        bytes[Find(bytes, 0x02014b50) + localOffset + 2] = value;
        var store = Open(bytes);
        var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => store.ReadAsync("a/b"));
        Assert.Equal(feature, error.Feature);
        Assert.Contains("the entry a/b", error.Message, StringComparison.Ordinal);
        Assert.Equal([4], await store.ReadAsync("c"));
    }

    [Theory]
    [InlineData(0x04034b50u, 26, "has another name")] // the length of the name in front of the value
    [InlineData(0x04034b50u, 0, "there is no header")]
    [InlineData(0x04034b50u, 14, "another length or checksum")]
    [InlineData(0x04034b50u, 22, "another length or checksum")]
    [InlineData(0x02014b50u, 24, "lengths contradict")]
    public async Task Headers_that_contradict_the_directory_are_errors(uint record, int offset, string message)
    {
        var bytes = await ArchiveAsync(("a/b", [1, 2, 3]));
        bytes[Find(bytes, record) + offset] ^= 1;
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => Open(bytes).ReadAsync("a/b"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CorruptDataException>(() => Open(bytes).ReadAsync("a/b", ByteRange.FromOffset(1, 1)));
    }

    [Fact]
    public async Task Entries_that_share_bytes_are_not_read()
    {
        var bytes = await ArchiveAsync(("a", [1, 1, 1, 1]), ("b", [2, 2, 2, 2]), ("c", [3]));
        var first = Find(bytes, 0x02014b50);
        var second = first + 1 + Find(bytes[(first + 1)..], 0x02014b50);
        bytes.AsSpan(first + 42, 4).CopyTo(bytes.AsSpan(second + 42)); // both begin where the first begins
        var store = Open(bytes);
        foreach (var key in new[] { "a", "b" })
        {
            Assert.Contains("shares bytes with another entry", (await Assert.ThrowsAsync<CorruptDataException>(() => store.ReadAsync(key))).Message, StringComparison.Ordinal);
        }

        Assert.Equal([3], await store.ReadAsync("c"));
    }

    [Fact]
    public async Task Bombs_are_refused()
    {
        var bytes = await DeflatedAsync("zarr.json", new byte[80 << 20]);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => Open(bytes).ReadAsync("zarr.json"));
        Assert.Contains("made to exhaust memory", error.Message, StringComparison.Ordinal);
        bytes = await DeflatedAsync("zarr.json", new byte[100_000]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Find(bytes, 0x02014b50) + 24), 1 << 30); // lies
        await Assert.ThrowsAsync<CorruptDataException>(() => Open(bytes).ReadAsync("zarr.json"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_deflated_value_has_the_length_that_the_directory_says(int difference)
    {
        var bytes = await DeflatedAsync("a", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))]);
        foreach (var at in new[] { Find(bytes, 0x02014b50) + 24, Find(bytes, 0x04034b50) + 22 })
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), 5000 + difference);
        }

        await Assert.ThrowsAsync<CorruptDataException>(() => Open(bytes).ReadAsync("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a zip archive at all, but a text of some length")]
    [InlineData("PK\u0005\u0006")]
    public async Task Other_files_are_no_archives(string content)
    {
        var store = Open(System.Text.Encoding.Latin1.GetBytes(content));
        await Assert.ThrowsAsync<InvalidArchiveException>(() => store.ReadAsync("a"));
        await Assert.ThrowsAsync<InvalidArchiveException>(() => store.ReadAsync("a")); // again, not a broken store
    }

    [Fact]
    public async Task A_missing_archive_is_an_error_and_read_when_it_is_there()
    {
        var memory = new MemoryStore();
        foreach (var (store, make) in new (IStore, Func<Task>)[]
        {
            (ZipStore.Open(memory, new StoreKey("a.zip")), async () => await memory.WriteAsync("a.zip", await ArchiveAsync(("a", [1])))),
            (ZipStore.Open(archives.Folder["a.zip"]), async () => await File.WriteAllBytesAsync(archives.Folder["a.zip"], await ArchiveAsync(("a", [1])))),
        })
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => store.ReadAsync("a"));
            await make();
            Assert.Equal([1], await store.ReadAsync("a"));
        }
    }

    [Fact]
    public async Task An_archive_that_changes_in_its_place_is_noticed()
    {
        var memory = new MemoryStore();
        await memory.WriteAsync("a.zip", await ArchiveAsync(("a", [1]), ("b", [2])));
        var store = ZipStore.Open(memory, new StoreKey("a.zip"));
        Assert.Equal([1], await store.ReadAsync("a"));
        await memory.WriteAsync("a.zip", await ArchiveAsync(("a", [3]), ("b", [4])));
        await Assert.ThrowsAsync<NodeReplacedException>(() => store.ReadAsync("b"));
    }

    [Fact]
    public async Task A_file_that_is_replaced_stays_readable_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace files that are open");
        var path = await archives.MakeAsync(("a", [1]), ("b", [2]));
        var store = ZipStore.Open(path);
        Assert.Equal([1], await store.ReadAsync("a"));
        File.Move(await archives.MakeAsync(("a", [3]), ("b", [4])), path, overwrite: true);
        Assert.Equal([2], await store.ReadAsync("b"));
        Assert.Equal([4], await ZipStore.Open(path).ReadAsync("b"));
    }

    [Fact]
    public async Task Something_in_front_of_the_archive_shifts_it()
    {
        foreach (var bytes in new[] { await ArchiveAsync(("a", [1, 2]), ("b/c", [3])), await File.ReadAllBytesAsync(await archives.MakeAsync(("a", [1, 2]), ("b/c", [3])), TestContext.Current.CancellationToken) })
        {
            var store = Open([.. "#!/bin/sh\nexit\n"u8, .. bytes]);
            Assert.Equal([1, 2], await store.ReadAsync("a"));
            Assert.Equal([3], await store.ReadAsync("b/c"));
        }
    }

    private static async Task RequireErrorOrRightAsync(byte[] archive, Dictionary<string, byte[]> values)
    {
        var store = Open(archive);
        try
        {
            foreach (var key in await store.KeysAsync())
            {
                try
                {
                    if (values.TryGetValue(key, out var expected))
                    {
                        Assert.Equal(expected, await store.ReadAsync(key));
                    }
                    else
                    {
                        await store.ReadAsync(key, ByteRange.FromOffset(1));
                    }
                }
                catch (Exception e) when (e is ZarrException or IOException)
                {
                    // A typed error is what is wanted.
                }
            }
        }
        catch (Exception e) when (e is ZarrException or IOException)
        {
            // As above.
        }
    }

    private async Task<byte[]> ArchiveOfAsync(Dictionary<string, byte[]> values, bool deflated)
    {
        if (!deflated)
        {
            return await File.ReadAllBytesAsync(await archives.MakeAsync([.. values.Select(value => (value.Key, value.Value))]));
        }

        using var file = new MemoryStream();
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, value) in values)
            {
                await using var stream = await archive.CreateEntry(name).OpenAsync();
                await stream.WriteAsync(value);
            }
        }

        return file.ToArray();
    }

    private static async Task<byte[]> DeflatedAsync(string name, byte[] value)
    {
        using var file = new MemoryStream();
        await using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var stream = await archive.CreateEntry(name, CompressionLevel.Optimal).OpenAsync();
            await stream.WriteAsync(value);
        }

        return file.ToArray();
    }
}
