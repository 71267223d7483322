using OmeZarr.V05;
using TestKit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Writing;

/// <summary>An image of random pixels in a store, to be exported.</summary>
internal sealed record StoredImage
{
    public required string Axes { get; init; }

    public required Shape Shape { get; init; }

    public DataType DataType { get; init; } = DataType.UInt16;

    public Shape? Chunks { get; init; }

    public Shape? Shards { get; init; }

    public Pyramid Pyramid { get; init; } = Pyramid.None;

    public int Seed { get; init; } = 1;

    public string Name { get; init; } = "cells";

    public Func<Image, Image> Change { get; init; } = image => image;

    internal byte[] Pixels => Generators.Elements(DataType, Shape.ElementCount, Seed);

    internal async Task<OmeImage> WriteAsync(string path)
    {
        var image = Change(Image.FromDimensions([.. Axes.Select(axis => new Dimension(axis.ToString()))], Name));
        var options = new WriteOptions
        {
            Chunks = Chunks is { } chunks ? ChunkShape.Of([.. chunks]) : ChunkShape.Auto,
            Shards = Shards is { } shards ? ShardShape.Of([.. shards]) : ShardShape.None,
            Pyramid = Pyramid,
            Overwrite = true,
        };
        await OmeWriter.WriteImageAsync(path, image, ArraySource.FromBytes(Pixels, Shape, DataType), options);
        return await OmeImage.OpenAsync(path);
    }
}
