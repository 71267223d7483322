using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Samples;

/// <summary>Predictors against a plain forward computation, for the cases that LibTiff does not write rightly.</summary>
public sealed class PredictorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("uint8", 2)]
    [InlineData("uint16", 2)]
    [InlineData("int32", 2)]
    [InlineData("uint64", 2)]
    [InlineData("float32", 2)]
    [InlineData("float16", 3)]
    [InlineData("float32", 3)]
    [InlineData("float64", 3)]
    public async Task Differences_are_summed_up_in_both_byte_orders(string type, int predictor)
    {
        foreach (var isBigEndian in new[] { false, true })
        {
            foreach (var samples in new[] { 1, 3 })
            {
                var image = new TestImage(DataType.FromName(type)!, 1, samples, 9, 14);
                File.WriteAllBytes(folder["image.tif"], Write(image, predictor, isBigEndian));
                using var tiff = TiffImage.Open(folder["image.tif"]);
                var expected = image.Expected(Region.Whole(tiff.Shape), at => samples > 1 ? (0, at[0], at[1], at[2]) : (0, 0, at[0], at[1]));
                Assert.Equal(expected, await tiff.ReadAllAsync());
            }
        }
    }

    private static byte[] Write(TestImage image, int predictor, bool isBigEndian)
    {
        var data = image.Block(0, null, (0, 0), (image.Height, image.Width));
        var stored = data.Chunk(data.Length / image.Height).SelectMany(row => predictor == 2
            ? Horizontal(row, image.Samples, image.DataType.Size, isBigEndian)
            : FloatingPoint(row, image.Samples, image.DataType.Size));
        var file = new RawTiff(isBigEndian).Header();
        var deflated = RawTiff.Deflate([.. stored]);
        var format = image.DataType.Kind switch { DataTypeKind.Float => 3, DataTypeKind.SignedInteger => 2, _ => 1 };
        file.Page(image, 8, file.Append(deflated), deflated.Length).Short(317, predictor)
            .Short(339, [.. Enumerable.Repeat(format, image.Samples)]).Directory();
        return file.ToArray();
    }

    private static IEnumerable<byte> Horizontal(byte[] row, int samples, int size, bool isBigEndian)
    {
        var values = row.Chunk(size).Select(bytes => bytes.Reverse().Aggregate(0UL, (value, next) => (value << 8) | next)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var difference = unchecked(values[i] - (i < samples ? 0 : values[i - samples]));
            var bytes = BitConverter.GetBytes(difference)[..size];
            foreach (var value in isBigEndian ? bytes.Reverse() : bytes)
            {
                yield return value;
            }
        }
    }

    private static byte[] FloatingPoint(byte[] row, int samples, int size)
    {
        var count = row.Length / size;
        var planes = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            planes[((size - 1 - (i % size)) * count) + (i / size)] = row[i];
        }

        return [.. planes.Select((value, i) => (byte)(value - (i < samples ? 0 : planes[i - samples])))];
    }
}
