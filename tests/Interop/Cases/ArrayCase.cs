using TestKit;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace Interop.Cases;

/// <summary>An array that is written by this library for others to read.</summary>
/// <param name="Path">Path in the store.</param>
/// <param name="Metadata">The whole <c>zarr.json</c>.</param>
/// <param name="Written">The region that is written; chunks outside stay missing. Null for none.</param>
/// <param name="Elements">The elements of the region.</param>
public sealed record ArrayCase(string Path, ArrayMetadata Metadata, Region? Written, byte[] Elements)
{
    /// <summary>A case whose elements follow from the number.</summary>
    internal static ArrayCase Create(string path, ArrayMetadata metadata, Region? written, int seed) =>
        new(path, metadata, written, Samples.Elements(metadata.DataType, written?.Shape.ElementCount ?? 0, seed));

    /// <summary>Writes the array.</summary>
    internal async Task WriteAsync(IWritableStore store)
    {
        var array = await ZarrArray.CreateAsync(store, new StorePrefix(Path), Metadata);
        if (Written is { } region)
        {
            await array.WriteAsync(Samples.Source(Metadata.DataType, region.Shape, Elements), region);
        }
    }

    /// <summary>What every reader must find: the fill value, and the written region on it.</summary>
    internal byte[] Expected()
    {
        var naive = new NaiveArray(Metadata.Shape, Metadata.DataType.Size, Metadata.FillValue.Bytes);
        if (Written is { } region)
        {
            naive.Write(region, Elements);
        }

        return naive.Bytes.ToArray();
    }

    /// <summary>Everything that is needed to make the case again.</summary>
    public override string ToString() =>
        $"{Path}: {Metadata.Shape} {Metadata.DataType}, chunks {Metadata.ChunkShape}, fill {Metadata.FillValue}, written {Written}, "
        + string.Join(" ", Metadata.Codecs.Select(codec => codec.ToJson().ToJsonString()));
}
