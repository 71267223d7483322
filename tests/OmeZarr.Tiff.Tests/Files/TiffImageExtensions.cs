using Zarr;

namespace OmeZarr.Tiff.Tests.Files;

public static class TiffImageExtensions
{
    public static async Task<byte[]> ReadAsync(this IArraySource source, Region region)
    {
        // Not zeros: a byte that is not written must show.
        var bytes = new byte[region.Shape.ElementCount * source.DataType.Size];
        Array.Fill(bytes, (byte)0xA7);
        await source.ReadAsync(region, bytes, CancellationToken.None);
        return bytes;
    }

    public static Task<byte[]> ReadAllAsync(this IArraySource source) => source.ReadAsync(Region.Whole(source.Shape));
}
