using System.Security.Cryptography;
using System.Text;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Golden;

/// <summary>
/// What is stored for a fixed set of arrays, as hashes: a change of code that is not meant to change stored bytes must leave <c>StoredBytes.txt</c> as it is. Rows with gzip or zlib depend on the
/// zlib of the framework too.
/// </summary>
public sealed class GoldenBytesTests
{
    private const string UpdateVariable = "UPDATE_GOLDEN_BYTES";

    [Fact]
    public async Task Stored_bytes_are_those_that_are_written_down()
    {
        var file = Path.Join(SharedData.RepositoryRoot, "tests", "Zarr.Tests", "Golden", "StoredBytes.txt");
        var actual = await LinesAsync();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(file, string.Concat(actual.Select(line => line + "\n")), TestContext.Current.CancellationToken);
        }

        var expected = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var changed = actual.Except(expected).Concat(expected.Except(actual)).Order(StringComparer.Ordinal);
        Assert.True(expected.SequenceEqual(actual), $"Stored bytes have changed. If that is meant, set {UpdateVariable}=1 and commit the file:\n{string.Join('\n', changed)}");
    }

    private static async Task<string[]> LinesAsync()
    {
        (string Name, int Rows, GoldenCodec Codec, DataType Type)[] cases =
        [
            .. from codec in GoldenCodecs.Small from type in GoldenContents.Types select ("small", GoldenContents.SmallRows, codec, type),
            .. from codec in GoldenCodecs.Large from type in GoldenContents.Types select ("large", GoldenContents.LargeRows, codec, type),
        ];
        var lines = new string[cases.Length];
        await Parallel.ForAsync(0, cases.Length, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var (name, rows, codec, type) = cases[i];
            lines[i] = $"{name} {codec.Name} {type.Name} {await HashAsync(codec, type, rows)}";
        });
        return lines;
    }

    private static async Task<string> HashAsync(GoldenCodec codec, DataType type, int rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ICodec[] chain = [new BytesCodec(), .. codec.Make(type.Size)];
        await AddAsync(hash, chain, codec.ReferenceEffort, type, rows, countOfShard: 1);
        await AddAsync(hash, [new ShardingCodec([1, rows, GoldenContents.Width], chain)], codec.ReferenceEffort, type, rows, countOfShard: GoldenContents.Kinds.Count);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task AddAsync(IncrementalHash hash, ICodec[] chain, bool referenceEffort, DataType type, int rows, int countOfShard)
    {
        var store = new MemoryStore();
        var metadata = new ArrayMetadata
        {
            Shape = [GoldenContents.Kinds.Count, rows, GoldenContents.Width],
            ChunkShape = [countOfShard, rows, GoldenContents.Width],
            DataType = type,
            Codecs = [.. chain.Select(codec => codec.ToMetadata())],
        };
        var options = new ZarrOptions { ReferenceEffort = referenceEffort };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata, options, TestContext.Current.CancellationToken);
        var content = GoldenContents.Kinds.SelectMany(kind => GoldenContents.Make(kind, type.Size, rows)).ToArray();
        await array.WriteAsync(ArraySource.FromBytes(content, metadata.Shape, type), cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var key in store.ListAsync(StorePrefix.Root).OrderBy(key => key.Value, StringComparer.Ordinal))
        {
            using var value = await store.GetAsync(key);
            hash.AppendData(Encoding.UTF8.GetBytes($"{key.Value}:{value!.Memory.Length}\n"));
            hash.AppendData(value.Memory.Span);
        }
    }
}
