using System.Text.Json;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary><c>omezarr plan</c>, <c>run</c>, <c>finish</c> and <c>status</c>.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Plan => folder["plan.json"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(3, "--chunks", "1,1,16,16", "--pyramid", "3")]
    [InlineData(4, "--chunks", "1,1,16,16", "--shards", "chunks:1,2,2,2", "--window", "minmax")]
    [InlineData(2, "--series", "--checksum")]
    public async Task Tasks_write_the_bytes_of_one_conversion(int tasks, params string[] options)
    {
        await CompareAsync(tasks, [TestFiles.Cells], options);
    }

    [Fact]
    public async Task A_stack_with_labels_and_floats_has_the_same_bytes()
    {
        var frames = Enumerable.Range(0, 6).Select(frame => TestFiles.WriteGray(folder[$"in/frame{frame}.tif"], 64, Values(frame))).ToArray();
        var mask = TestFiles.WriteGray(folder["in/mask.tif"], 64, Enumerable.Range(0, 64 * 48).Select(i => (ushort)(i / 100)).ToArray());
        await CompareAsync(3, frames, "--stack", "z", "--chunks", "1,16,16", "--pyramid", "2", "--scale", "z=2,y=1,x=1");
        Directory.Delete(folder["parts.zarr"], recursive: true);
        Directory.Delete(folder["whole/x.zarr"], recursive: true);
        await CompareAsync(2, [frames[0]], "--label", $"cells={mask}", "--pyramid", "2", "--chunks", "16,16");
    }

    [Fact]
    public async Task A_plate_opens_only_the_files_of_a_task()
    {
        foreach (var (i, name) in new[] { "A01", "A02", "B03", "H12" }.Index())
        {
            TestFiles.WriteGray(folder[$"in/x_{name}_s1_w1.tif"], 64, Values(i));
            TestFiles.WriteGray(folder[$"in/x_{name}_s1_w2.tif"], 64, Values(i + 10));
        }

        string[] options = ["--plate", @"_(?<well>[A-P]\d\d)_s(?<field>\d+)_w(?<channel>\d)"];
        await CompareAsync(4, [folder["in"]], options);
        Directory.Delete(folder["parts.zarr"], recursive: true);
        await Run.OutputOf(["plan", folder["in"], folder["parts.zarr"], .. options, "--tasks", "4", "-o", Plan]);
        var file = folder["in/x_H12_s1_w2.tif"];
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
        Assert.Equal(0, (await Run.Of("run", Plan, "--task", "0")).ExitCode);
        Assert.Equal((2, $"omezarr: {file}: has changed since the conversion was planned; plan again, and delete the parts\n"), await ErrorOf("run", Plan, "--task", "3"));
    }

    [Fact]
    public async Task A_stack_opens_only_the_files_that_a_task_reads()
    {
        string[] frames = [.. Enumerable.Range(0, 8).Select(frame => TestFiles.WriteGray(folder[$"in/frame{frame}.tif"], 64, Values(frame)))];
        string[] options = ["--stack", "t", "--chunks", "1,16,16", "--pyramid", "2"];
        await CompareAsync(4, frames, options);
        Directory.Delete(folder["parts.zarr"], recursive: true);
        await Run.OutputOf(["plan", .. frames, folder["parts.zarr"], .. options, "--tasks", "4", "-o", Plan]);
        File.Move(frames[7], folder["moved.tif"]);
        Assert.Equal(0, (await Run.Of("run", Plan, "--task", "0")).ExitCode);
        var (exitCode, error) = await ErrorOf("run", Plan, "--task", "3");
        Assert.Equal((2, true), (exitCode, error.Contains(frames[7], StringComparison.Ordinal)));
        TestFiles.WriteGray(frames[7], 32, Values(7));
        Assert.Equal((2, $"omezarr: {frames[7]}: has changed since the conversion was planned; plan again, and delete the parts\n"), await ErrorOf("run", Plan, "--task", "3"));
    }

    [Theory]
    [InlineData(1, "--keep-levels")]
    [InlineData(0, "--keep-levels")]
    [InlineData(1, "--level", "1")]
    public async Task A_stack_whose_levels_are_kept_opens_only_the_files_that_a_task_reads(int levelsOfThird, params string[] levels)
    {
        string[] frames = [.. Enumerable.Range(0, 4).Select(frame => WriteWithLevel(frame, frame == 2 ? levelsOfThird : 1))];
        string[] options = ["--stack", "t", "--chunks", "1,2,2", .. levels];
        await CompareAsync(4, frames, options);
        Directory.Delete(folder["parts.zarr"], recursive: true);
        await Run.OutputOf(["plan", .. frames, folder["parts.zarr"], .. options, "--tasks", "4", "-o", Plan]);
        File.Delete(frames[3]);
        Assert.Equal(0, (await Run.Of("run", Plan, "--task", "0")).ExitCode);
        var (exitCode, error) = await ErrorOf("run", Plan, "--task", "3");
        Assert.Equal((2, true), (exitCode, error.Contains(frames[3], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_stack_of_labels_opens_only_the_files_that_a_task_reads()
    {
        string[] frames = [.. Enumerable.Range(0, 4).Select(frame => TestFiles.WriteGray(folder[$"in/frame{frame}.tif"], 64, Values(frame)))];
        string[] masks = [.. Enumerable.Range(0, 4).Select(frame => TestFiles.WriteGray(folder[$"in/mask{frame}.tif"], 64, Values(frame + 10)))];
        string[] options = ["--stack", "t", "--chunks", "1,16,16", "--pyramid", "none", "--label", $"cells={folder["in/mask*.tif"]}"];
        await CompareAsync(4, frames, options);
        Directory.Delete(folder["parts.zarr"], recursive: true);
        await Run.OutputOf(["plan", .. frames, folder["parts.zarr"], .. options, "--tasks", "4", "-o", Plan]);
        File.Delete(masks[3]);
        Assert.Equal(0, (await Run.Of("run", Plan, "--task", "0")).ExitCode);
        var (exitCode, error) = await ErrorOf("run", Plan, "--task", "3");
        Assert.Equal((2, true), (exitCode, error.Contains(masks[3], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_store_that_was_changed_since_it_was_planned_is_noticed()
    {
        Assert.Equal(0, (await Run.Of("convert", TestFiles.Cells, folder["in.zarr"])).ExitCode);
        await Run.OutputOf("plan", folder["in.zarr"], folder["parts.zarr"], "--tasks", "2", "-o", Plan);
        Assert.Equal(0, (await Run.Of("run", Plan, "--task", "0")).ExitCode);
        await Run.OutputOf("set", folder["in.zarr"], "--channel-names", "DAPI,GFP");
        Assert.Equal((2, $"omezarr: {folder["in.zarr"]}: has changed since the conversion was planned; plan again, and delete the parts\n"), await ErrorOf("run", Plan, "--task", "1"));
    }

    [Fact]
    public async Task Finish_lists_what_is_missing_and_status_tells_it()
    {
        await PlanAsync(3);
        await Run.OutputOf("run", Plan, "--task", "1");
        var run = await Run.Of("finish", Plan);
        Assert.Equal((1, "wave 0, task 0: 1 part of 1 missing\nwave 0, task 2: 1 part of 1 missing\n"), (run.ExitCode, run.Out));
        Assert.Equal($"{folder["parts.zarr"]}: 1 of 3 parts are done\n  wave 0, task 0: 0 of 1 parts\n  wave 0, task 2: 0 of 1 parts\n", await Run.OutputOf("status", Plan));
        Assert.False(Path.Exists(folder["parts.zarr"]));
        Assert.Equal("wave 0, task 1: all parts were done\n", await Run.OutputOf("run", Plan, "--task", "1"));
        Assert.Equal("wave 0, task 1: all parts are as their receipts say\n", await Run.OutputOf("run", Plan, "--task", "1", "--check"));
        Assert.Equal(1, (await Run.Of("run", Plan, "--task", "2", "--check")).ExitCode);
    }

    [Fact]
    public async Task Clean_names_the_parts_and_deletes_them_by_force_only()
    {
        await PlanAsync(3);
        await Run.OutputOf("run", Plan, "--task", "1");
        var parts = folder[".parts.zarr.parts"];
        Assert.Equal($"in use    {parts}: parts of a planned conversion; a task wrote there within the last hours (--age)\n", await Run.OutputOf("clean", folder["parts.zarr"], "--force"));
        var kept = await Run.Of("clean", folder.Path, "--dry-run", "--age", "0");
        Assert.Equal((1, $"kept      {parts}: parts of a planned conversion; omezarr run and finish go on with them, --force deletes them\n"), (kept.ExitCode, kept.Out));
        Assert.Contains("\"plan\":true", (await Run.Of("clean", folder.Path, "--age", "0", "--json")).Out, StringComparison.Ordinal);
        Assert.True(Directory.Exists(parts));
        Assert.Equal($"removed   {parts}\n", await Run.OutputOf("clean", folder.Path, "--age", "0", "--force"));
        Assert.False(Directory.Exists(parts));
    }

    [Fact]
    public async Task After_the_end_nothing_is_done_again()
    {
        await PlanAsync(2);
        await RunAllAsync();
        Assert.Equal($"{folder["parts.zarr"]} is finished already; nothing to do\n", await Run.OutputOf("finish", Plan));
        Assert.Equal($"{folder["parts.zarr"]} is finished already; nothing to do\n", await Run.OutputOf("run", Plan, "--task", "0"));
        Assert.Equal($"{folder["parts.zarr"]} is finished\n", await Run.OutputOf("status", Plan));
        Assert.Equal(["parts.zarr", "plan.json"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("which task? Give --task N", "run", "plan.json")]
    [InlineData("--task 3: wave 0 has 3 tasks, counted from 0", "run", "plan.json", "--task", "3")]
    [InlineData("--wave 1: the plan has 1 waves with tasks, counted from 0", "run", "plan.json", "--task", "0", "--wave", "1")]
    [InlineData("--task x: expected a number, 0 or more", "run", "plan.json", "--task", "x")]
    [InlineData("is no plan", "finish", "in.tif")]
    [InlineData("--tasks and --task-bytes cannot be given together", "plan", "in.tif", "x.zarr", "-o", "p", "--tasks", "1", "--task-bytes", "1GB")]
    [InlineData("--task-bytes 1XB: expected a size", "plan", "in.tif", "x.zarr", "-o", "p", "--task-bytes", "1XB")]
    [InlineData("is an archive", "plan", "in.tif", "x.ozx", "-o", "p")]
    [InlineData("--append adds", "plan", "in.tif", "x.zarr", "--series", "--append", "-o", "p")]
    public async Task Wrong_use_is_told(string expected, params string[] args)
    {
        await PlanAsync(3);
        File.Copy(TestFiles.Cells, folder["in.tif"]);
        var (exitCode, error) = await ErrorOf([args[0], .. args[1..].Select(arg => Path.HasExtension(arg) ? folder[arg] : arg)]);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_was_changed_is_refused()
    {
        await PlanAsync(3);
        File.WriteAllText(Plan, File.ReadAllText(Plan).Replace("\"tasks\":[1,2,3]", "\"tasks\":[1,3]", StringComparison.Ordinal));
        var (exitCode, error) = await ErrorOf("run", Plan, "--task", "0");
        Assert.Equal((2, true), (exitCode, error.Contains("the plan was changed or damaged; plan again", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID", "1", 1)]
    [InlineData("JOB_COMPLETION_INDEX", "1", 1)]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX", "1", 1)]
    [InlineData("LSB_JOBINDEX", "2", 1)]
    public void The_scheduler_says_which_task_it_is(string variable, string value, int expected) =>
        Assert.Equal(expected, OmeZarr.Cli.Dividing.TaskNumber.Of(null, name => name == variable ? value : null));

    [Fact]
    public void Outside_an_array_LSF_says_no_task() =>
        Assert.Throws<UsageException>(() => OmeZarr.Cli.Dividing.TaskNumber.Of(null, name => name == "LSB_JOBINDEX" ? "0" : null));

    [Fact]
    public async Task The_scripts_name_each_wave_and_the_end()
    {
        var slurm = await Run.OutputOf("plan", TestFiles.Cells, folder["x.zarr"], "--chunks", "1,1,16,16", "--tasks", "5", "-o", folder["it's a plan.json"], "--slurm");
        Assert.Contains("--array=0-4 --wrap \"omezarr run $plan --wave 0\"", slurm, StringComparison.Ordinal);
        Assert.Contains("--dependency=afterok:$job --job-name=omezarr-finish --wrap \"omezarr finish $plan\"", slurm, StringComparison.Ordinal);
        Assert.Contains("it'\\''s a plan.json", slurm, StringComparison.Ordinal);
        var kubernetes = await Run.OutputOf("plan", TestFiles.Cells, folder["x.zarr"], "--chunks", "1,1,16,16", "--tasks", "5", "-o", Plan, "--kubernetes");
        Assert.Equal(2, kubernetes.Split("completionMode: Indexed").Length - 1);
        Assert.Contains("completions: 5", kubernetes, StringComparison.Ordinal);
    }

    private static ushort[] Values(int seed)
    {
        var values = new ushort[64 * 48];
        new Random(seed).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Writes an image of 4 × 4 pixels, with a smaller copy or without.</summary>
    private string WriteWithLevel(int seed, int levels)
    {
        var (pixels, small) = (new byte[16], new byte[4]);
        new Random(seed).NextBytes(pixels);
        new Random(seed + 100).NextBytes(small);
        return new OmeTiffFile().Page(4, pixels, levels == 0 ? [] : [(2, small)]).Write(folder[$"in/level{seed}.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 4, 4, 0)));
    }

    private async Task<(int ExitCode, string Error)> ErrorOf(params string[] args)
    {
        var run = await Run.Of(args);
        return (run.ExitCode, run.Error);
    }

    private Task<string> PlanAsync(int tasks) => Run.OutputOf("plan", TestFiles.Cells, folder["parts.zarr"], "--chunks", "1,1,16,16", "--tasks", $"{tasks}", "-o", Plan);

    private async Task CompareAsync(int tasks, string[] inputs, params string[] options)
    {
        string[] all = options.Contains("--series") ? options : [.. options, "--name", "x"];
        Assert.Equal(0, (await Run.Of(["convert", .. inputs, folder["whole/x.zarr"], .. all])).ExitCode);
        using var json = JsonDocument.Parse(await Run.OutputOf(["plan", .. inputs, folder["parts.zarr"], .. all, "--tasks", $"{tasks}", "-o", Plan, "--json"]));
        Assert.InRange(json.RootElement.GetProperty("waves")[0].GetProperty("tasks").GetInt32(), 2, tasks);
        await RunAllAsync();
        SameBytes.Require(folder["whole/x.zarr"], folder["parts.zarr"]);
        Assert.InRange((await Run.Of("validate", folder["parts.zarr"], "--data", "all")).ExitCode, 0, 1);
    }

    /// <summary>Runs all tasks at the same time, and finishes.</summary>
    private async Task RunAllAsync()
    {
        using var plan = JsonDocument.Parse(File.ReadAllText(Plan));
        foreach (var (number, wave) in plan.RootElement.GetProperty("division").GetProperty("waves").EnumerateArray().Index())
        {
            var tasks = wave.GetProperty("tasks").GetArrayLength();
            var runs = await Task.WhenAll(Enumerable.Range(0, tasks).Reverse().Select(task => Run.Of("run", Plan, "--wave", $"{number}", "--task", $"{task}")));
            Assert.All(runs, run => Assert.Equal((0, string.Empty), (run.ExitCode, run.Error)));
        }

        Assert.Equal(0, (await Run.Of("finish", Plan)).ExitCode);
    }
}
