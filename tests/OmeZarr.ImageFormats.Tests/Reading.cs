using OmeZarr.Files;
using Xunit;
using Zarr;

namespace OmeZarr.ImageFormats.Tests;

/// <summary>Reads images of files, whole and in pieces.</summary>
internal static class Reading
{
    internal static async Task<byte[]> ReadAsync(this IArraySource source, Region region)
    {
        // Not zeros: a byte that is not written must show.
        var bytes = new byte[region.Shape.ElementCount * source.DataType.Size];
        Array.Fill(bytes, (byte)0xA7);
        await source.ReadAsync(region, bytes, TestContext.Current.CancellationToken);
        return bytes;
    }

    internal static Task<byte[]> ReadAllAsync(this IArraySource source) => source.ReadAsync(Region.Whole(source.Shape));

    /// <summary>Requires that random regions are the parts of the whole.</summary>
    internal static async Task RequirePartsAsync(this IArraySource source, Random random)
    {
        var (shape, size) = (source.Shape, source.DataType.Size);
        var whole = await source.ReadAllAsync();
        for (var trial = 0; trial < 10; trial++)
        {
            long[] offset = [.. shape.Select(length => random.NextInt64(length))];
            long[] counts = [.. shape.Zip(offset, (length, first) => 1 + random.NextInt64(length - first))];
            var part = await source.ReadAsync(new Region(offset, Shape.Create(counts)));
            for (var i = 0L; i < part.Length / size; i++)
            {
                var (rest, at, stride) = (i, 0L, 1L);
                for (var d = shape.Rank - 1; d >= 0; d--)
                {
                    at += (offset[d] + (rest % counts[d])) * stride;
                    rest /= counts[d];
                    stride *= shape[d];
                }

                Assert.True(part.AsSpan((int)i * size, size).SequenceEqual(whole.AsSpan((int)at * size, size)), $"element {i} of {string.Join(",", offset)} + {string.Join(",", counts)}");
            }
        }
    }

    /// <summary>Requires that damaged copies of a file are read or refused with the exceptions of image files, and nothing else.</summary>
    internal static async Task RequireSafeAsync(this ImageFileFormat format, string path, byte[] good, Random random)
    {
        var (refused, read) = (0, 0);
        for (var trial = 0; trial < 300; trial++)
        {
            var bad = good[..(trial % 3 == 0 ? random.Next(good.Length) : good.Length)];
            for (var flips = random.Next(4); flips > 0 && bad.Length > 0; flips--)
            {
                bad[random.Next(Math.Min(bad.Length, trial % 2 == 0 ? 400 : int.MaxValue))] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(path, bad, TestContext.Current.CancellationToken);
            try
            {
                using var file = format.Open(path);
                var source = file.Images[0].Pixels;
                await source.ReadAsync(new Region([.. source.Shape.Select(_ => 0L)], [.. source.Shape.Select(length => Math.Min(length, 3))]));
                read++;
            }
            catch (ImageFileException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 10 && read > 10, $"{refused} refused, {read} read");
    }
}
