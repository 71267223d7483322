using System.Text.Json.Nodes;
using Zarr;
using Zarr.Codecs;

namespace Macro.Comparing;

/// <summary>
/// Our Blosc codec against c-blosc in memory: one thread, chunk by chunk in turns, CPU time of the thread, of each chunk the fastest pass. The first pass
/// checks that each side decodes both.
/// </summary>
internal sealed class CodecComparison(byte[][] chunks, DataType dataType, int row, LibBlosc blosc, BloscRecipe recipe)
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(2);

    private readonly IBoundCodec ours = recipe.ToCodec(dataType).Bind(new CodecInput([chunks[0].Length / dataType.Size / row, row], dataType, chunks[0].Length));
    private readonly byte[] decoded = new byte[chunks[0].Length];

    internal static void Run(byte[][] chunks, DataType dataType, int row, IEnumerable<BloscRecipe> recipes, int repeats)
    {
        Posix.RequireLinux();
        var blosc = LibBlosc.Load();
        foreach (var recipe in recipes)
        {
            var comparison = new CodecComparison(chunks, dataType, row, blosc, recipe);
            comparison.WarmUp();
            Console.WriteLine(comparison.Compare(repeats).ToJsonString());
        }
    }

    /// <summary>The runtime compiles hot code again while it runs.</summary>
    private void WarmUp()
    {
        var start = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - start < WarmUpTime)
        {
            _ = CompareChunk(chunks[0], 1);
        }
    }

    private JsonObject Compare(int repeats)
    {
        var totals = chunks.Select(chunk => CompareChunk(chunk, repeats)).Aggregate((sum, one) => sum + one);
        var megabytes = chunks.Length * (double)chunks[0].Length / 1e6;
        return new JsonObject
        {
            ["compression"] = recipe.Name,
            ["level"] = recipe.Level,
            ["chunk_bytes"] = chunks[0].Length,
            ["chunks"] = chunks.Length,
            ["compress_ratio"] = Rounded(totals.TheirEncode / totals.OurEncode),
            ["size_ratio"] = Math.Round(totals.OurLength / totals.TheirLength, 5),
            ["decompress_ratio_our_bytes"] = Rounded(totals.TheirDecodeOfOurs / totals.OurDecodeOfOurs),
            ["decompress_ratio_cblosc_bytes"] = Rounded(totals.TheirDecodeOfTheirs / totals.OurDecodeOfTheirs),
            ["ours_compress_mb_per_s"] = Rounded(megabytes / totals.OurEncode),
            ["cblosc_compress_mb_per_s"] = Rounded(megabytes / totals.TheirEncode),
            ["ours_decompress_mb_per_s"] = Rounded(megabytes / totals.OurDecodeOfOurs),
            ["cblosc_decompress_mb_per_s"] = Rounded(megabytes / totals.TheirDecodeOfTheirs),
        };
    }

    private Totals CompareChunk(byte[] chunk, int repeats)
    {
        var mine = new byte[ours.Output.MaxLength];
        var theirs = new byte[chunk.Length + LibBlosc.MaxOverhead];
        var scratch = new byte[Math.Max(mine.Length, theirs.Length)];
        var (myLength, theirLength) = (ours.Encode(chunk, mine), blosc.Compress(recipe.ToArguments(dataType.Size), chunk, theirs));
        var (myBytes, theirBytes) = (mine.AsMemory(0, myLength), theirs.AsMemory(0, theirLength));
        var best = Enumerable.Repeat(double.MaxValue, 6).ToArray();
        Action[] steps =
        [
            () => ours.Encode(chunk, scratch),
            () => blosc.Compress(recipe.ToArguments(dataType.Size), chunk, scratch),
            () => ours.Decode(myBytes.Span, decoded),
            () => blosc.Decompress(myBytes.Span, decoded),
            () => ours.Decode(theirBytes.Span, decoded),
            () => blosc.Decompress(theirBytes.Span, decoded),
        ];
        foreach (var decode in steps[2..])
        {
            RequireDecoded(chunk, decode);
        }

        for (var i = 0; i < repeats * steps.Length; i++)
        {
            best[i % steps.Length] = Math.Min(best[i % steps.Length], Time(steps[i % steps.Length]));
        }

        return new Totals(best[0], best[1], best[2], best[3], best[4], best[5], myLength, theirLength);
    }

    private void RequireDecoded(byte[] chunk, Action decode)
    {
        Array.Clear(decoded);
        decode();
        if (!decoded.AsSpan().SequenceEqual(chunk))
        {
            throw new InvalidDataException($"{recipe.Name} level {recipe.Level}: a chunk did not decode to what was encoded");
        }
    }

    private static double Time(Action step)
    {
        var start = Posix.ThreadCpuSeconds();
        step();
        return Posix.ThreadCpuSeconds() - start;
    }

    private static double Rounded(double value) => Math.Round(value, 3);

    private readonly record struct Totals(
        double OurEncode,
        double TheirEncode,
        double OurDecodeOfOurs,
        double TheirDecodeOfOurs,
        double OurDecodeOfTheirs,
        double TheirDecodeOfTheirs,
        double OurLength,
        double TheirLength)
    {
        public static Totals operator +(Totals a, Totals b) => new(
            a.OurEncode + b.OurEncode,
            a.TheirEncode + b.TheirEncode,
            a.OurDecodeOfOurs + b.OurDecodeOfOurs,
            a.TheirDecodeOfOurs + b.TheirDecodeOfOurs,
            a.OurDecodeOfTheirs + b.OurDecodeOfTheirs,
            a.TheirDecodeOfTheirs + b.TheirDecodeOfTheirs,
            a.OurLength + b.OurLength,
            a.TheirLength + b.TheirLength);
    }
}
