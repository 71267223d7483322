using System.Collections.Concurrent;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>Writes a random image with its pyramid, in one of the ways there are, and compares each element of each level with <see cref="NaivePyramid"/>.</summary>
internal static class PyramidCase
{
    /// <summary>One image in one pass, to our own arrays in a folder.</summary>
    internal static async Task WholeAsync(Random random, string folder)
    {
        var image = new RandomPyramid(random);
        var asked = new ConcurrentQueue<Region>();
        var path = await OmeWriter.WriteImageAsync(Path.Join(folder, "image.ome.zarr"), image.Image, Counted(image, asked), image.Options);
        RequireOnce(image.Shape, asked, image);
        await RequireLevelsAsync(image, path);
    }

    /// <summary>One image in one pass, to the arrays of another backend.</summary>
    internal static async Task OtherBackendAsync(Random random, string folder)
    {
        var image = new RandomPyramid(random);
        var backend = new MemoryArrays();
        var asked = new ConcurrentQueue<Region>();
        await OmeWriter.WriteImageAsync(Path.Join(folder, "image.ome.zarr"), image.Image, Counted(image, asked), image.Options with { Backend = backend });
        RequireOnce(image.Shape, asked, image);
        foreach (var array in backend.All)
        {
            RequireOnce(array.Request.Shape, array.Writes, image);
            Require(array.Writes.All(region => region.ChunkCounts(array.Request.WriteUnit).ElementCount == 1), $"a write goes beyond a unit: {image}");
        }

        var elements = image.Elements;
        for (var level = 1; level < backend.All.Count(); level++)
        {
            elements = Next(image, elements, backend[$"{level - 1}"].Request.Shape, backend[$"{level}"].Request.Shape, level);
            RequireEqual(elements, backend[$"{level}"].Bytes, image, level);
        }
    }

    /// <summary>One image piece by piece, in any order, by several tasks, with flushes between.</summary>
    internal static async Task PiecesAsync(Random random, string folder)
    {
        var image = new RandomPyramid(random);
        var pieces = image.Pieces();
        var (tasks, flushes) = (random.Next(1, 4), random.Next(3) == 0);
        if (random.Next(6) == 0)
        {
            pieces = [.. pieces.Take(random.Next(pieces.Count + 1))]; // an early stop
        }

        var prepared = await OmeWriter.PrepareImageAsync(Path.Join(folder, "image.ome.zarr"), image.Image, ArraySpec.Of(image.Source), image.Options);
        await using (prepared)
        {
            var level = prepared.First().Value;
            await Parallel.ForEachAsync(pieces, new ParallelOptions { MaxDegreeOfParallelism = tasks }, async (piece, token) =>
            {
                var elements = new byte[piece.Shape.ElementCount * image.DataType.Size];
                await image.Source.ReadAsync(piece, elements, token);
                await level.WriteAsync(ArraySource.FromBytes(elements, piece.Shape, image.DataType), piece, token);
                if (flushes && piece.Offset[^1] % 3 == 0)
                {
                    await prepared.FlushAsync(token);
                }
            });
        }

        await RequireLevelsAsync(image, prepared.RootPath, isWhole: false);
    }

    private static async Task RequireLevelsAsync(RandomPyramid image, string path, bool isWhole = true)
    {
        var opened = await OmeImage.OpenAsync(path);
        var elements = await ReadAsync(path, opened.Levels[0]);
        if (isWhole)
        {
            RequireEqual(image.Elements, elements, image, 0);
        }

        for (var level = 1; level < opened.Levels.Count; level++)
        {
            elements = Next(image, elements, opened.Levels[level - 1].Shape, opened.Levels[level].Shape, level);
            RequireEqual(elements, await ReadAsync(path, opened.Levels[level]), image, level);
        }
    }

    private static async Task<byte[]> ReadAsync(string path, OmeImageLevel level)
    {
        IArraySource source = await ZarrArray.OpenAsync(Path.Join(path, level.Path));
        var elements = new byte[source.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(Region.Whole(source.Shape), elements, default);
        return elements;
    }

    private static byte[] Next(RandomPyramid image, byte[] elements, Shape shape, Shape coarser, int level)
    {
        var factors = OmeZarr.Pyramids.PyramidPlan.Create(image.Pyramid, image.Image.Multiscales[0], ArraySpec.Of(image.Source)).Levels[level].Factors;
        return NaivePyramid.Next(elements, shape, coarser, [.. factors], image.DataType, image.Method);
    }

    private static IArraySource Counted(RandomPyramid image, ConcurrentQueue<Region> asked) => ArraySource.FromFunction(image.Shape, image.DataType, (region, destination, token) =>
    {
        asked.Enqueue(region);
        return image.Source.ReadAsync(region, destination, token);
    });

    private static void RequireOnce(Shape shape, IReadOnlyCollection<Region> regions, RandomPyramid image)
    {
        var count = regions.Sum(region => region.Shape.ElementCount);
        Require(count == shape.ElementCount && regions.Distinct().Count() == regions.Count, $"{count} of {shape.ElementCount} elements in {regions.Count} regions: {image}");
    }

    private static void RequireEqual(byte[] expected, byte[] actual, RandomPyramid image, int level)
    {
        if (NaivePyramid.Difference(expected, actual, image.DataType) is { } at)
        {
            Require(false, $"level {level} differs from element {at} on: {image}");
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
