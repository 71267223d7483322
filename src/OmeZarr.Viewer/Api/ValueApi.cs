using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OmeZarr.Viewer.Messages;
using OmeZarr.Viewer.Stores;
using Zarr;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/value</c>: the stored values at a pixel.</summary>
internal static class ValueApi
{
    private const int MostChannels = 32;
    private const int MostLabels = 16;

    internal static async Task<JsonObject> ValueAsync(ViewedStore store, Query query, CancellationToken cancellationToken)
    {
        var path = query.Text("path");
        var tiles = await store.TilesAsync(path, cancellationToken).ConfigureAwait(false);
        var planes = PictureQuery.Planes(query) with { ProjectsZ = false };
        var (z, t) = tiles.PlanesOf(planes);
        var at = new Pixel(query.RequiredInteger("x", tiles.Width - 1), query.RequiredInteger("y", tiles.Height - 1), z ?? tiles.Depth / 2, t, planes.Others);
        var channels = Enumerable.Range(0, Math.Min(tiles.ChannelCount, MostChannels)).Select(async channel => (JsonNode?)new JsonObject
        {
            ["index"] = channel,
            ["value"] = await ReadAsync(tiles, at, channel, cancellationToken).ConfigureAwait(false),
        });
        var labels = query.All("label").Take(MostLabels).Select(async name => (JsonNode?)new JsonObject
        {
            ["name"] = name,
            ["value"] = await ReadLabelAsync(await store.TilesAsync($"{(path.Length == 0 ? string.Empty : path + "/")}labels/{name}", cancellationToken).ConfigureAwait(false), tiles, at, cancellationToken).ConfigureAwait(false),
        });
        return new JsonObject
        {
            ["x"] = at.X,
            ["y"] = at.Y,
            ["z"] = at.Z,
            ["t"] = at.T,
            ["position"] = Position(tiles, at),
            ["channels"] = Json.List(await Task.WhenAll(channels).ConfigureAwait(false)),
            ["labels"] = Json.List(await Task.WhenAll(labels).ConfigureAwait(false)),
        };
    }

    private static JsonArray Position(OmeTiles tiles, Pixel at)
    {
        var image = tiles.Image;
        var dataset = image.Multiscale.Datasets.ToList().FindIndex(one => one.Path == image.Levels[0].Path);
        var origin = image.Multiscale.Origin(Math.Max(0, dataset));
        (int? Axis, long Index)[] places = [(tiles.Axes.X, at.X), (tiles.Axes.Y, at.Y), (tiles.Axes.Z, at.Z), (tiles.Axes.T, at.T), .. tiles.Axes.Others.Select(axis => ((int?)axis, at.Along(image.Axes[axis].Name)))];
        return Json.List(places.Where(place => place.Axis is not null).Select(place => (JsonNode?)new JsonObject
        {
            ["axis"] = image.Axes[place.Axis!.Value].Name,
            ["value"] = Json.Number(origin[place.Axis.Value] + (place.Index * image.Levels[0].PixelSize[place.Axis.Value])),
            ["unit"] = image.Axes[place.Axis.Value].Unit,
        }));
    }

    /// <summary>Labels may have another number of pixels than the image.</summary>
    private static Task<JsonNode> ReadLabelAsync(OmeTiles labels, OmeTiles image, Pixel at, CancellationToken cancellationToken)
    {
        var place = new Pixel(Scaled(at.X, labels.Width, image.Width), Scaled(at.Y, labels.Height, image.Height), Scaled(at.Z, labels.Depth, image.Depth), Math.Min(at.T, labels.TimePoints - 1), at.Others);
        return ReadAsync(labels, place, 0, cancellationToken);

        static long Scaled(long index, long length, long from) => (long)((Int128)index * length / from);
    }

    private static async Task<JsonNode> ReadAsync(OmeTiles tiles, Pixel at, int channel, CancellationToken cancellationToken)
    {
        var (level, axes) = (tiles.Image.Levels[0], tiles.Axes);
        var offset = new long[level.Shape.Rank];
        (offset[axes.X], offset[axes.Y]) = (at.X, at.Y);
        Set(axes.Z, at.Z);
        Set(axes.T, at.T);
        Set(axes.C, channel);
        foreach (var axis in axes.Others)
        {
            Set(axis, Math.Min(at.Along(tiles.Image.Axes[axis].Name), level.Shape[axis] - 1));
        }

        var element = new byte[level.DataType.Size];
        await ((IArraySource)level).ReadAsync(new Region(offset, Shape.Create([.. Enumerable.Repeat(1L, offset.Length)])), element, cancellationToken).ConfigureAwait(false);
        return Number(level.DataType, element);

        void Set(int? axis, long index)
        {
            if (axis is { } dimension)
            {
                offset[dimension] = index;
            }
        }
    }

    private static JsonNode Number(DataType type, byte[] element) => type.Name switch
    {
        "bool" => JsonValue.Create(element[0] != 0),
        "int8" => JsonValue.Create((sbyte)element[0]),
        "int16" => JsonValue.Create(Of<short>(element)),
        "int32" => JsonValue.Create(Of<int>(element)),
        "int64" => JsonValue.Create(Of<long>(element)),
        "uint8" => JsonValue.Create(element[0]),
        "uint16" => JsonValue.Create(Of<ushort>(element)),
        "uint32" => JsonValue.Create(Of<uint>(element)),
        "uint64" => JsonValue.Create(Of<ulong>(element)),
        "float16" => Json.Number((double)Of<Half>(element)),
        "float32" => float.IsFinite(Of<float>(element)) ? JsonValue.Create(Of<float>(element)) : Json.Number(Of<float>(element)),
        "float64" => Json.Number(Of<double>(element)),
        "complex64" => Complex(Of<Complex64>(element).Real, Of<Complex64>(element).Imaginary),
        _ => Complex(Of<Complex>(element).Real, Of<Complex>(element).Imaginary),
    };

    private static JsonValue Complex(double real, double imaginary) => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{real}{(imaginary < 0 ? string.Empty : "+")}{imaginary}i"));

    private static T Of<T>(byte[] element)
        where T : unmanaged => MemoryMarshal.Read<T>(element);

    private readonly record struct Pixel(long X, long Y, long Z, long T, ValueList<(string Axis, long Index)> Others)
    {
        internal long Along(string axis) => Others.LastOrDefault(other => other.Axis == axis).Index;
    }
}
