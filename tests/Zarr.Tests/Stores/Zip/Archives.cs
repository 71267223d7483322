using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores.Zip;

/// <summary>Archives in a temporary folder, closed at the end.</summary>
internal sealed class Archives : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<ZipWriter> open = [];

    internal TemporaryFolder Folder => folder;

    /// <summary>A new archive that is never published.</summary>
    internal ZipWriter Begin(string? path = null, ZipWriterOptions? options = null)
    {
        var writer = new ZipWriter(path ?? folder[$"{open.Count}.zip"], options);
        open.Add(writer);
        return writer;
    }

    /// <summary>A published archive of some values.</summary>
    internal async Task<string> MakeAsync(params (string Key, byte[] Value)[] values)
    {
        var path = folder[$"{Guid.NewGuid():N}.zip"];
        await using var writer = new ZipWriter(path);
        foreach (var (key, value) in values)
        {
            await writer.WriteAsync(key, value);
        }

        await writer.PublishAsync(TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>An archive of the files of a folder.</summary>
    internal async Task<string> PackAsync(string source)
    {
        var store = new FileSystemStore(source);
        var values = new List<(string, byte[])>();
        foreach (var key in await store.KeysAsync())
        {
            values.Add((key, (await store.ReadAsync(key))!));
        }

        return await MakeAsync([.. values]);
    }

    public void Dispose()
    {
        open.ForEach(writer => writer.DisposeAsync().AsTask().Wait());
        folder.Dispose();
    }
}
