using TestKit;
using Xunit;
using Zarr.Stores;

namespace Stores.Integration.Plans;

/// <summary>Tasks of plans as processes of their own, at the same time, that write to a store: the result is that of one process.</summary>
public abstract class PlanContract
{
    private static readonly string Cells = Path.Join(SharedData.RepositoryRoot, "samples", "cells.tif");

    [Fact]
    public async Task An_image_has_the_bytes_of_one_process() => await CompareAsync(Cells, "--chunks", "1,1,16,16", "--pyramid", "3", "--shards", "chunks:1,2,2,2");

    [Fact]
    public async Task A_plate_has_the_bytes_of_one_process()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["in"]);
        foreach (var well in (string[])["A01", "B01", "H12"])
        {
            File.Copy(Cells, folder[$"in/x_{well}_s1.tif"]);
        }

        await CompareAsync(folder["in"], "--plate", @"_(?<well>[A-P]\d\d)_s(?<field>\d+)", "--chunks", "1,1,48,64");
    }

    /// <summary>The store with an empty path, the address of that path, and the program that reaches it.</summary>
    private protected abstract Task<(IStore Store, string Address, Omezarr Program)> NewPlaceAsync();

    private async Task CompareAsync(string input, params string[] options)
    {
        var (store, address, program) = await NewPlaceAsync();
        using var folder = new TemporaryFolder();
        var plan = folder["plan.json"];
        string[] all = [.. options, "--name", "same"];
        await program.ReachAsync(["convert", input, $"{address}/whole.ome.zarr", .. all]);
        await program.ReachAsync(["plan", input, $"{address}/parts.ome.zarr", .. all, "--tasks", "3", "-o", plan]);
        var early = await program.RunAsync("finish", plan);
        Assert.True(early.ExitCode == 1 && early.Output.Contains("wave 0, task 2: ", StringComparison.Ordinal), early.Output);

        // One of them twice.
        var runs = await Task.WhenAll(new[] { 2, 1, 0, 1 }.Select(task => program.RunAsync("run", plan, "--task", $"{task}")));
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Output));
        Assert.Equal((0, "wave 0, task 1: all parts are as their receipts say\n"), await program.RunAsync("run", plan, "--task", "1", "--check"));
        var end = await program.RunAsync("finish", plan);
        Assert.True(end.ExitCode == 0, end.Output);
        Assert.Equal((0, $"{address}/parts.ome.zarr is finished already; nothing to do\n"), await program.RunAsync("finish", plan));
        Assert.Equal(await ContentAsync(store, "whole.ome.zarr"), await ContentAsync(store, "parts.ome.zarr"));
        await program.ReachAsync("validate", $"{address}/parts.ome.zarr", "--data", "all");
    }

    /// <summary>All values of a hierarchy, by their keys in it.</summary>
    private static async Task<Dictionary<string, string>> ContentAsync(IStore store, string name)
    {
        var content = new Dictionary<string, string>();
        foreach (var key in (await store.KeysAsync()).Where(key => key.Contains($"/{name}/", StringComparison.Ordinal)))
        {
            content[key[key.IndexOf(name, StringComparison.Ordinal)..][name.Length..]] = Convert.ToHexString((await store.ReadAsync(key))!);
        }

        Assert.NotEmpty(content);
        return content;
    }
}
