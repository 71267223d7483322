using System.Diagnostics;
using System.Text.Json;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary>The tasks of a plan as processes of their own, at the same time, as a scheduler starts them.</summary>
public sealed class PlanProcessTests : IDisposable
{
    private const int Tasks = 4;

    private readonly TemporaryFolder folder = new();

    private string Plan => folder["plan.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_that_is_killed_and_one_that_runs_twice_lead_to_the_bytes_of_one_conversion()
    {
        string[] options = [TestFiles.Cells, "--chunks", "1,1,8,8", "--pyramid", "3", "--name", "cells"];
        Assert.Equal(0, (await Run.Of(["convert", .. options[..1], folder["whole.zarr"], .. options[1..]])).ExitCode);
        Assert.Equal(0, (await ProcessAsync(["plan", .. options[..1], folder["parts.zarr"], .. options[1..], "--tasks", $"{Tasks}", "-o", Plan])).ExitCode);
        using (var victim = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll"), "run", Plan, "--task", "0"]) { RedirectStandardOutput = true })!)
        {
            var rest = Task.WhenAll(new[] { 1, 2, 1 }.Select(TaskAsync));
            while (!victim.HasExited && !Directory.Exists(folder[".parts.zarr.parts/hierarchy/0"]))
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            victim.Kill();
            await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.All(await rest, run => Assert.Equal((0, string.Empty), (run.ExitCode, run.Error)));
        }

        var early = await ProcessAsync("finish", Plan);
        Assert.Equal((1, true), (early.ExitCode, early.Out.Contains($"task {Tasks - 1}: 1 part of 1 missing", StringComparison.Ordinal)));
        Assert.All(await Task.WhenAll(TaskAsync(0), TaskAsync(Tasks - 1)), run => Assert.Equal((0, string.Empty), (run.ExitCode, run.Error)));
        var status = JsonDocument.Parse((await ProcessAsync("status", Plan, "--json")).Out).RootElement;
        Assert.Equal(0, status.GetProperty("missing").GetArrayLength());
        Assert.Equal(0, (await ProcessAsync("finish", Plan)).ExitCode);
        SameBytes.Require(folder["whole.zarr"], folder["parts.zarr"]);
        Assert.Equal(["parts.zarr", "plan.json", "whole.zarr"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private Task<Run> TaskAsync(int task) => ProcessAsync("run", Plan, "--task", $"{task}");

    private Task<Run> ProcessAsync(params string[] arguments) => Programs.RunAsync(Programs.Managed, folder.Path, arguments);
}
