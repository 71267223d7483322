using OmeZarr.V05;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Dividing;

/// <summary>Writes that are made once as a whole, and once in parts.</summary>
internal static class DividedWrites
{
    /// <summary>A volume of several shards and levels, with noise, so that no chunk is empty.</summary>
    internal static (Image Image, IArraySource Pixels) Volume(params long[] shape)
    {
        var bytes = new byte[shape.Aggregate(2L, (product, length) => product * length)];
        new Random(7).NextBytes(bytes);
        Dimension[] dimensions = [.. "tczyx"[^shape.Length..].Select(axis => axis is 't' or 'c' ? new Dimension(axis.ToString()) : new Dimension(axis.ToString(), 0.5, "micrometer"))];
        return (Image.FromDimensions(dimensions, "volume"), ArraySource.FromBytes(bytes, Shape.Create(shape), DataType.UInt16));
    }

    /// <summary>Plans a write, runs all tasks of all waves, each from a plan that was read again, and finishes.</summary>
    internal static async Task<ConversionPlan> InPartsAsync(Func<WriteOptions, CancellationToken, Task> write, WriteOptions options, ConversionPlanOptions division, StoreLocation? destination = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var json = (await ConversionPlan.CreateAsync(write, options, division, cancellation)).ToJson();
        var plan = ConversionPlan.Parse(json, destination);
        foreach (var (number, wave) in plan.Waves.Index())
        {
            await Task.WhenAll(Enumerable.Range(0, wave.Tasks).Reverse().Select(task => ConversionPlan.Parse(json, destination).RunAsync(write, number, task, options, null, cancellation)));
        }

        Assert.True(await plan.FinishAsync(write, options, cancellation));
        return plan;
    }

    /// <summary>The files below a folder, by their paths.</summary>
    internal static Dictionary<string, byte[]> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes);

    /// <summary>Asserts that two folders hold the same bytes.</summary>
    internal static void Equal(string expected, string actual)
    {
        var (first, second) = (Files(expected), Files(actual));
        Assert.Equal(first.Keys.Order(StringComparer.Ordinal), second.Keys.Order(StringComparer.Ordinal));
        Assert.All(first, file => Assert.True(file.Value.AsSpan().SequenceEqual(second[file.Key]), file.Key));
    }
}
