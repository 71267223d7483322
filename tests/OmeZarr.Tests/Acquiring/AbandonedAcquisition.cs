using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Journal;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Acquiring;

/// <summary>What is on the disk if the process of an acquisition is killed: a copy of its files while it runs. Each frame carries its number in its pixels.</summary>
internal sealed class AbandonedAcquisition(TemporaryFolder folder, AcquisitionSettings settings, string name = "a.ome.zarr") : IAsyncDisposable
{
    internal const int Height = 6;
    internal const int Width = 8;

    private OmeAcquisition? acquisition;

    internal string Root => Path.Join(folder["dead"], name);

    internal string Journal => Assert.Single(JournalFolder.Find(name.EndsWith(".ozx", StringComparison.Ordinal) ? Root + ".acquiring" : Root));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static AcquisitionSettings Settings(params AcquisitionDimension[] outer) => new()
    {
        Dimensions = [.. outer, AcquisitionDimension.Y(Height), AcquisitionDimension.X(Width)],
        DataType = DataType.UInt16,
        DurableInterval = null,
    };

    internal static ushort[] Frame(long number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)((number * 1000) + i))];

    internal static ushort[] Frames(params IEnumerable<int> numbers) => [.. numbers.SelectMany(number => number < 0 ? new ushort[Height * Width] : Frame(number))];

    /// <summary>Appends frames with numbers.</summary>
    internal async Task AppendAsync(params IEnumerable<int> numbers)
    {
        acquisition ??= await OmeAcquisition.BeginAsync(Path.Join(folder["live"], name), settings, Cancel);
        foreach (var number in numbers)
        {
            await acquisition.AppendAsync(Frame(number), new FrameMetadata { DeltaT = number }, Cancel);
        }
    }

    internal void SetMetadata(string name, JsonNode value) => acquisition!.SetMetadata(name, value);

    internal async Task AppendAtAsync(int number, params long[] index) => await acquisition!.AppendAsync(Frame(number), index, null, Cancel);

    /// <summary>Makes a durable point when all complete chunks are stored.</summary>
    internal async Task FlushAsync()
    {
        await StoredAsync();
        await acquisition!.FlushAsync(Cancel);
    }

    /// <summary>Copies everything when all complete chunks are stored.</summary>
    internal async Task<AbandonedAcquisition> DieAsync()
    {
        await StoredAsync();
        if (Directory.Exists(folder["dead"]))
        {
            Directory.Delete(folder["dead"], recursive: true);
        }

        Copy(folder["live"], folder["dead"]);
        return this;
    }

    internal Task<AcquisitionRecovery> RecoverAsync() => OmeAcquisition.RecoverAsync(Root, Cancel);

    internal async Task<ushort[]> PixelsAsync(string image = "", int level = 0) =>
        await (await OmeImage.OpenAsync(Path.Join(Root, image), cancellationToken: Cancel)).Levels[level].ReadAsync<ushort>(Cancel);

    /// <summary>Nothing is left beside the hierarchy, and it keeps all rules.</summary>
    internal async Task RequireCleanAsync()
    {
        Assert.Equal([name], Directory.EnumerateFileSystemEntries(folder["dead"]).Select(Path.GetFileName));
        var report = await OmeStoreValidator.ValidateAsync(Root, new ValidationOptions { Data = DataCheck.All }, null, Cancel);
        Assert.True(report.IsValid, string.Join('\n', report.Findings));
    }

    public async ValueTask DisposeAsync()
    {
        if (acquisition is not null)
        {
            await acquisition.DisposeAsync();
        }
    }

    private async Task StoredAsync()
    {
        while (acquisition!.Progress.FramesWaiting > 0)
        {
            await Task.Delay(1, Cancel);
        }
    }

    /// <summary>Copies files with their times, because recovery looks at what was stored later.</summary>
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            var copy = Path.Join(to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(file));
        }

        foreach (var below in Directory.EnumerateDirectories(from))
        {
            Copy(below, Path.Join(to, Path.GetFileName(below)));
        }
    }
}
