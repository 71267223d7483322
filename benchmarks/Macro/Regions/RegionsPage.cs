using System.Globalization;
using System.Text.Json.Nodes;

namespace Macro.Regions;

/// <summary>The results as tables of <c>RESULTS.md</c>.</summary>
internal static class RegionsPage
{
    internal static IEnumerable<string> Lines(IReadOnlyList<JsonObject> lines, string? bloscVersion)
    {
        yield return $"| store | region | ms | whole chunks, ms | times faster | c-blosc {bloscVersion ?? "(not installed)"}, ms | region, MB | must be decoded, MB | chunks, MB | most that fits |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        foreach (var one in lines.Where(line => line.ContainsKey("decoded_kb")))
        {
            yield return $"| {Text(one, "store")} | {Text(one, "what")} | {Text(one, "ms")} | {Text(one, "whole_chunks_ms")} | {Text(one, "ratio")} | {Text(one, "c_blosc_ms")} | {Megabytes(one, "region_kb")} | {Megabytes(one, "decoded_kb")} | {Megabytes(one, "chunks_kb")} | {Most(one)} |";
        }

        yield return string.Empty;
        yield return "| store | everything at once, ms | planes with a cache | CPU | planes without | CPU |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (var one in lines.Where(line => line.ContainsKey("with_cache")))
        {
            yield return $"| {Text(one, "store")} | {Text(one, "all_at_once_ms")} | × {Text(one, "with_cache")} | × {Text(one, "with_cache_cpu")} | × {Text(one, "without_cache")} | × {Text(one, "without_cache_cpu")} |";
        }

        yield return string.Empty;
        yield return "| store | everything at once, ms | of the time without partial reading | CPU |";
        yield return "| --- | --- | --- | --- |";
        foreach (var one in lines.Where(line => line.ContainsKey("of_off")))
        {
            yield return $"| {Text(one, "store")} | {Text(one, "ms")} | × {Text(one, "of_off")} | × {Text(one, "of_off_cpu")} |";
        }

        yield return string.Empty;
        yield return "| store, in fresh processes | memory for planes, MB | for everything, MB | everything at once, ms | CPU, ms | all planes with a cache, ms | CPU, ms | without, ms | CPU, ms |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        foreach (var one in lines.Where(line => line.ContainsKey("plane_mb")))
        {
            yield return $"| {Text(one, "store")} | {Text(one, "plane_mb")} | {Text(one, "whole_mb")} | {Text(one, "whole_ms")} | {Text(one, "whole_cpu_ms")} | {Planes(one, "planes-cached_ms")} | {Planes(one, "planes-cached_cpu_ms")} | {Planes(one, "planes_ms")} | {Planes(one, "planes_cpu_ms")} |";
        }
    }

    private static string Text(JsonObject line, string name) => line[name]?.ToJsonString().Trim('"') ?? "–";

    /// <summary>Nothing for stores without blocks, of which only some planes were read.</summary>
    private static string Planes(JsonObject line, string name) => line["store"]!.GetValue<string>() is var store && (store.StartsWith("zstd", StringComparison.Ordinal) || store.StartsWith("gzip", StringComparison.Ordinal)) ? "–" : Text(line, name);

    private static string Megabytes(JsonObject line, string name) => (line[name]!.GetValue<double>() / 1e3).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>How many times faster a region could be if nothing but decoding took time.</summary>
    private static string Most(JsonObject line) => line["decoded_kb"]!.GetValue<double>() is > 0 and var decoded
        ? (line["chunks_kb"]!.GetValue<double>() / decoded).ToString("0.#", CultureInfo.InvariantCulture)
        : "–";
}
