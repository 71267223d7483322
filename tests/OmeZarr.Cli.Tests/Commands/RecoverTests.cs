using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class RecoverTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Store => folder["dead/a.ome.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_abandoned_acquisition_is_completed_and_other_commands_name_the_way()
    {
        await AbandonAsync();
        foreach (var command in (string[])["info", "validate", "clean"])
        {
            Assert.Contains("complete it: omezarr recover", (await Run.Of(command, Store)).Error, StringComparison.Ordinal);
        }

        var run = await Run.Of("recover", Store);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"recovered {Store}: 1 image", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 frames, 3 of them stored from the journal", run.Out, StringComparison.Ordinal);
        Assert.Equal([3, 2, 2], (await OmeImage.OpenAsync(Store, cancellationToken: TestContext.Current.CancellationToken)).Levels[0].Shape);
        run = await Run.Of("recover", Store);
        Assert.Equal((0, "nothing to recover: no acquisition ended here before it was complete"), (run.ExitCode, run.Out.TrimEnd()));
        Assert.Empty((await Run.Of("info", Store)).Error);
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        await AbandonAsync();
        var run = await Run.Of("recover", Store, "--json");
        Assert.Contains("\"wasNeeded\":true,\"images\":[\"\"],\"framesDurable\":3,\"framesRestored\":3,\"framesUnreadable\":0,\"valuesRemoved\":0,\"lastDurablePoint\":\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_damaged_cannot_be_recovered()
    {
        var run = await Run.Of("recover", folder["b.ome.zarr"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("does not exist", run.Error, StringComparison.Ordinal);
        await AbandonAsync();
        await File.WriteAllTextAsync(Directory.EnumerateFiles(folder["dead"], "plan.json", SearchOption.AllDirectories).Single(), "{}", TestContext.Current.CancellationToken);
        run = await Run.Of("recover", Store);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("its plan.json is damaged", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Copies the files of an acquisition while it runs: what a killed process leaves.</summary>
    private async Task AbandonAsync()
    {
        var settings = new AcquisitionSettings
        {
            Dimensions = [AcquisitionDimension.Time() with { Chunk = 4 }, AcquisitionDimension.Y(2), AcquisitionDimension.X(2)],
            DataType = DataType.UInt8,
            DurableInterval = null,
        };
        await using var acquisition = await OmeAcquisition.BeginAsync(folder["live/a.ome.zarr"], settings, TestContext.Current.CancellationToken);
        await acquisition.AppendManyAsync<byte>(new byte[12], cancellationToken: TestContext.Current.CancellationToken);
        await acquisition.FlushAsync(TestContext.Current.CancellationToken);
        foreach (var file in folder.Files().Where(file => file.StartsWith("live/", StringComparison.Ordinal)))
        {
            var copy = folder["dead/" + file["live/".Length..]];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(folder[file], copy);
        }
    }
}
