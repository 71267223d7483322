using Interop.Cases;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace Interop.Zarrita;

/// <summary>Arrays written by this library and read by zarrita, all in one store and one process.</summary>
internal static class ZarritaBatch
{
    /// <summary>Writes the arrays and lets zarrita read them.</summary>
    /// <returns>One answer for each case, in order.</returns>
    internal static async Task<IReadOnlyList<ZarritaNode>> ReadAsync(ZarritaProcess zarrita, IReadOnlyList<ArrayCase> cases)
    {
        using var folder = new TemporaryFolder();
        var store = new FileSystemStore(folder.Path);
        await Parallel.ForEachAsync(cases, async (one, _) => await one.WriteAsync(store));
        return await zarrita.ReadAsync(folder.Path, [.. cases.Select(one => one.Path)]);
    }

    /// <summary>Fails unless zarrita found the type, the shape, the names and every element as they were written.</summary>
    internal static void AssertSame(ArrayCase expected, ZarritaNode found)
    {
        Assert.True(found.Error is null, $"{found.Error} {expected}");
        Assert.Equal(expected.Metadata.DataType.Name, found.Dtype);
        Assert.Equal(expected.Metadata.Shape, found.Shape!);
        Assert.Equal(expected.Metadata.DimensionNames, found.DimensionNames);
        Assert.True(expected.Expected().AsSpan().SequenceEqual(found.Elements), $"zarrita reads other elements: {expected}");
    }
}
