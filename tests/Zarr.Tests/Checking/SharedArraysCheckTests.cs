using TestKit;
using Xunit;
using Zarr.Checking;
using Zarr.Stores;

namespace Zarr.Tests.Checking;

/// <summary>The arrays of other writers: the check finds damage where reading fails, and nowhere else.</summary>
public sealed class SharedArraysCheckTests(ITestOutputHelper output)
{
    private static readonly ChunkFindingKind[] Harmless = [ChunkFindingKind.Padding, ChunkFindingKind.BloscTypeSize, ChunkFindingKind.ShardDeadBytes, ChunkFindingKind.ForeignKey, ChunkFindingKind.OtherKeyEncoding];

    [Theory]
    [InlineData("cases/stores")]
    [InlineData("zarr-v3-samples")]
    public async Task The_check_agrees_with_reading(string folder)
    {
        var root = SharedData.PathOrSkip(folder);
        var count = 0;
        foreach (var document in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "zarr.json" or ".zarray").Order())
        {
            if (await OpenAsync(Path.GetDirectoryName(document)!) is { } array && array.Shape.TryGetElementCount(out var elements) && elements * array.DataType.Size < 64 << 20)
            {
                await CompareAsync(array, elements, Path.GetRelativePath(root, document));
                count++;
            }
        }

        output.WriteLine($"{count} arrays");
        Assert.InRange(count, 10, int.MaxValue);
    }

    private static async Task<ZarrArray?> OpenAsync(string folder)
    {
        try
        {
            return await ZarrArray.OpenAsync(folder);
        }
        catch (ZarrException)
        {
            return null; // A group, or not readable: not a matter of chunks.
        }
    }

    private async Task CompareAsync(ZarrArray array, long elements, string name)
    {
        var report = await array.CheckChunksAsync();
        foreach (var finding in report.Findings)
        {
            output.WriteLine($"{name}: {finding.Kind} {finding.Key} {finding.Message}");
        }

        var error = await Record.ExceptionAsync(() => ((IArraySource)array).ReadAsync(Region.Whole(array.Shape), new byte[elements * array.DataType.Size], CancellationToken.None).AsTask());
        var isDamaged = report.Counts.Keys.Except(Harmless).Any();
        Assert.True(isDamaged == error is not null, $"{name}: reading says {error?.Message ?? "nothing"}, the check {string.Join(", ", report.Counts.Keys)}");
    }
}
