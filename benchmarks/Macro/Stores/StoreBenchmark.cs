using System.Diagnostics;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.S3;
using Zarr.Stores;

namespace Macro.Stores;

/// <summary>Writes an array of noise to a store and reads it back, chunks uncompressed, so that the store is what is measured. In a bucket the AWS SDK alone moves the same objects right after, as many at the same time.</summary>
internal sealed class StoreBenchmark(string location, int mebibytes, bool isSharded, int degree)
{
    private const int Side = 1024;
    private const int FramesOfShard = 16;
    private const int FrameLength = Side * Side * sizeof(ushort);

    private readonly long frames = Math.Max(FramesOfShard, mebibytes * (1L << 20) / FrameLength / FramesOfShard * FramesOfShard);
    private readonly CountedS3? s3 = CountedS3.Of(location);

    internal async Task RunAsync(int repeat, CancellationToken cancellationToken)
    {
        var (store, path) = Open();
        var writable = (IWritableStore)store;
        for (var run = 0; run < repeat; run++)
        {
            await writable.DeletePrefixAsync(path, cancellationToken);
            var result = new JsonObject { ["bytes"] = frames * FrameLength, ["sharded"] = isSharded };
            await MeasureAsync("write", result, () => WriteAsync(writable, path / "array", cancellationToken));
            await MeasureAsync("read", result, () => ReadAsync(store, path / "array", cancellationToken));
            if (s3 is not null)
            {
                await CompareAsync(s3, store, path, result, cancellationToken);
            }

            result["rss_peak"] = Measurement.PeakResidentBytes();
            Console.WriteLine(result.ToJsonString());
        }

        await writable.DeletePrefixAsync(path, cancellationToken);
    }

    private (IStore Store, StorePrefix Path) Open()
    {
        if (s3 is null)
        {
            return StoreLocation.Parse(location).Open();
        }

        var rest = location[5..].Split('/', 2);
        return (new S3Store(s3.Client, s3.Bucket), new StorePrefix(rest.Length > 1 ? rest[1].TrimEnd('/') : string.Empty));
    }

    private async Task WriteAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        var noise = Noise();
        ICodec codec = isSharded ? Codec.Sharding([1, Side, Side], Codec.Bytes()) : Codec.Bytes();
        var metadata = new ArrayMetadata { Shape = [frames, Side, Side], ChunkShape = [isSharded ? FramesOfShard : 1, Side, Side], DataType = DataType.UInt16, Codecs = [codec.ToMetadata()] };
        var array = await ZarrArray.CreateAsync(store, path, metadata, new ZarrOptions { MaxDegreeOfParallelism = degree }, cancellationToken);
        await array.WriteAsync(ArraySource.FromFunction([frames, Side, Side], DataType.UInt16, (region, destination) => Fill(noise, destination)), cancellationToken: cancellationToken);
    }

    private async Task ReadAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        var array = await ZarrArray.OpenAsync(store, path, new ZarrOptions { MaxDegreeOfParallelism = degree }, cancellationToken);
        var step = Math.Min(frames, isSharded ? FramesOfShard * degree : 4 * degree);
        var buffer = new ushort[step * Side * Side];
        for (var frame = 0L; frame < frames; frame += step)
        {
            var count = Math.Min(step, frames - frame);
            await array.ReadAsync(new Region([frame, 0, 0], [count, Side, Side]), buffer.AsMemory(0, (int)(count * Side * Side)), cancellationToken);
        }
    }

    private async Task CompareAsync(CountedS3 s3, IStore store, StorePrefix path, JsonObject result, CancellationToken cancellationToken)
    {
        var keys = new List<(string Key, int Length)>();
        await foreach (var key in ((IListableStore)store).ListAsync(path, cancellationToken))
        {
            keys.Add((key.Value, (int)(await store.GetLengthAsync(key, cancellationToken))!.Value));
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken };
        var noise = Noise();
        await MeasureAsync("raw_read", result, () => Parallel.ForEachAsync(keys, parallel, async (item, token) => await s3.GetAsync(item.Key, new byte[item.Length], token)));
        await MeasureAsync("raw_write", result, () => Parallel.ForEachAsync(keys, parallel, async (item, token) =>
        {
            var bytes = new byte[item.Length];
            Fill(noise, bytes);
            await s3.PutAsync($"{item.Key}-raw", bytes, token);
        }));
        foreach (var verb in new[] { "write", "read" })
        {
            result[$"{verb}_ratio"] = Math.Round((double)result[$"raw_{verb}_wall"]! / (double)result[$"{verb}_wall"]!, 3);
            result[$"{verb}_requests_ratio"] = Math.Round((double)(int)result[$"{verb}_requests"]! / (int)result[$"raw_{verb}_requests"]!, 3);
        }
    }

    private async Task MeasureAsync(string verb, JsonObject result, Func<Task> work)
    {
        var before = s3?.Requests;
        var clock = Stopwatch.StartNew();
        await work();
        var wall = clock.Elapsed.TotalSeconds;
        result[$"{verb}_wall"] = Math.Round(wall, 4);
        result[$"{verb}_mb_per_s"] = Math.Round(frames * FrameLength / 1e6 / wall, 1);
        if (s3 is not null)
        {
            result[$"{verb}_requests"] = s3.Requests - before;
        }
    }

    private static byte[] Noise()
    {
        var noise = new byte[FrameLength];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static void Fill(byte[] noise, Span<byte> destination)
    {
        for (; destination.Length > noise.Length; destination = destination[noise.Length..])
        {
            noise.CopyTo(destination);
        }

        noise.AsSpan(0, destination.Length).CopyTo(destination);
    }
}
