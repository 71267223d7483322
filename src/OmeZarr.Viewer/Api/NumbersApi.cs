using System.Text.Json.Nodes;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/histogram</c> and <c>api/auto</c>: the values of a channel.</summary>
internal static class NumbersApi
{
    private const int Bins = 256;
    private const int Size = 1024;

    internal static async Task<JsonObject> HistogramAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var (values, isSampled) = await ReadAsync(store, query, cancellationToken).ConfigureAwait(false);
        var (min, max) = values.Length == 0 ? (0, 0) : (values.Min(), values.Max());
        var counts = new long[Bins];
        foreach (var value in values)
        {
            counts[max > min ? (int)Math.Min(Bins - 1, (value - min) / (max - min) * Bins) : 0]++;
        }

        return new JsonObject
        {
            ["start"] = Json.Number(min),
            ["end"] = Json.Number(max),
            ["counts"] = Json.List(counts),
            ["min"] = Json.Number(min),
            ["max"] = Json.Number(max),
            ["sampled"] = isSampled,
        };
    }

    internal static async Task<JsonObject> AutoAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var (low, high) = (query.Number("low", 0, 100) ?? 0.5, query.Number("high", 0, 100) ?? 99.7);
        if (low >= high)
        {
            throw HttpErrorException.WrongParameter("low must be smaller than high");
        }

        var (values, _) = await ReadAsync(store, query, cancellationToken).ConfigureAwait(false);
        Array.Sort(values);
        var (start, end) = values.Length == 0 ? (0, 0) : (values[(int)Math.Floor(low / 100 * (values.Length - 1))], values[(int)Math.Ceiling(high / 100 * (values.Length - 1))]);
        if (start == end && values.Length > 0)
        {
            (start, end) = (values[0], values[^1]);
        }

        // A constant is shown bright unless it is 0, as in pictures.
        return start < end ? Answer(start, end) : start == 0 ? Answer(0, 1) : Answer(Math.Min(start, 0), Math.Max(start, 0));

        static JsonObject Answer(double start, double end) => new() { ["start"] = Json.Number(start), ["end"] = Json.Number(end) };
    }

    /// <summary>The finite values of a channel in a small picture.</summary>
    private static async Task<(double[] Values, bool IsSampled)> ReadAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var tiles = await store.TilesAsync(query.Text("path"), cancellationToken).ConfigureAwait(false);
        var values = await tiles.ReadWholeAsync(Size, (int)query.RequiredInteger("channel", int.MaxValue), PictureQuery.Planes(query), cancellationToken).ConfigureAwait(false);
        return ([.. values.ToArray().Where(double.IsFinite)], Math.Max(tiles.Width, tiles.Height) > Size);
    }
}
