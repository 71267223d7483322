using OmeZarr;
using OmeZarr.V05;
using TestKit;
using Zarr;

namespace Soak.Processes;

/// <summary>
/// Tasks of plans, and their ends, run in processes of their own, several at the same time, and are killed at random moments. Either the end refuses, or the bytes are those of one call. Kills so many processes.
/// </summary>
internal sealed class PlanKills(int count, int seed)
{
    /// <summary>The command with which this program is started for a task.</summary>
    internal const string Command = "plan-task";

    private const string End = "end";
    private static readonly ConversionPlanOptions Division = new() { Tasks = 4, PartBytes = 300_000 };

    private int kills;
    private int plans;
    private int refused;

    /// <summary>What a process does: a task of a wave, or the end.</summary>
    /// <returns>0 if it is done, 1 if parts are missing.</returns>
    internal static async Task<int> RunTaskAsync(string folder, string wave, string task)
    {
        var plan = ConversionPlan.Parse(await File.ReadAllTextAsync(Path.Join(folder, "plan.json")));
        try
        {
            if (wave == End)
            {
                await plan.FinishAsync(WriteTo(Path.Join(folder, "parts.zarr")), Options);
                return 0;
            }

            var culture = System.Globalization.CultureInfo.InvariantCulture;
            await plan.RunAsync(WriteTo(Path.Join(folder, "parts.zarr")), int.Parse(wave, culture), int.Parse(task, culture), Options);
            return 0;
        }
        catch (UnfinishedPlanException)
        {
            return 1;
        }
    }

    /// <summary>Runs it and prints the sum.</summary>
    /// <returns>The exit code: 1 if a result was wrong.</returns>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine($"{count} kills from seed {seed}");
        var random = new Random(seed);
        using var expected = new TemporaryFolder();
        await WriteTo(expected["whole.zarr"])(Options, CancellationToken.None);
        while (kills < count)
        {
            plans++;
            using var folder = new TemporaryFolder();
            await KillUntilDoneAsync(folder, random);
            if (Difference(expected["whole.zarr"], folder["parts.zarr"]) is { } difference)
            {
                Console.WriteLine($"plan {plans}: {difference}");
                return 1;
            }
        }

        Console.WriteLine($"{kills} kills in {plans} plans; {refused} times the end refused; every result is right");
        return 0;
    }

    private static WriteOptions Options => new() { Chunks = ChunkShape.Of(8, 16, 16), Shards = ShardShape.OfChunks(2, 2, 2), Pyramid = Pyramid.Of(4, ("z", 2), ("y", 2), ("x", 2)) };

    private static Func<WriteOptions, CancellationToken, Task> WriteTo(string path) => (options, token) =>
    {
        var shape = Shape.Create([60, 160, 170]);
        var bytes = new byte[2 * shape.ElementCount];
        new Random(5).NextBytes(bytes);
        var windows = new ChannelWindows(DataType.UInt16);
        return OmeWriter.WriteImageAsync(
            path,
            Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()], "noise"),
            windows.Measure(ArraySource.FromBytes(bytes, shape, DataType.UInt16)),
            options with { CompleteMetadata = windows.Complete },
            cancellationToken: token);
    };

    /// <summary>Starts all tasks and the end again and again, several at a time, until the end says that it is done.</summary>
    private async Task KillUntilDoneAsync(TemporaryFolder folder, Random random)
    {
        var plan = await ConversionPlan.CreateAsync(WriteTo(folder["parts.zarr"]), Options, Division);
        await File.WriteAllTextAsync(folder["plan.json"], plan.ToJson());
        (string, string)[] works = [.. plan.Waves.Index().SelectMany(wave => Enumerable.Range(0, wave.Item.Tasks).Select(task => ($"{wave.Index}", $"{task}"))), (End, "-")];
        for (var left = 40; ; left--)
        {
            foreach (var pair in works.OrderBy(_ => random.Next()).Chunk(2))
            {
                var results = await Task.WhenAll(pair.Select(work => RunAsync(folder.Path, work, left > 0 ? random.Next(2500) : int.MaxValue)));
                if (pair.Zip(results).Any(one => one.First.Item1 == End && one.Second == 0))
                {
                    return;
                }
            }
        }
    }

    private async Task<int?> RunAsync(string folder, (string Wave, string Task) work, int patience)
    {
        using var process = Children.Start(Command, folder, work.Wave, work.Task);
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(patience == int.MaxValue ? -1 : patience))
        {
            process.Kill();
            await process.WaitForExitAsync();
            Interlocked.Increment(ref kills);
            return null;
        }

        await output;
        refused += work.Wave == End && process.ExitCode == 1 ? 1 : 0;
        return process.ExitCode;
    }

    private static string? Difference(string expected, string actual)
    {
        var (first, second) = (Files(expected), Files(actual));
        return !first.SequenceEqual(second)
            ? $"other files: {string.Join(", ", first.Except(second).Concat(second.Except(first)).Take(5))}"
            : first.Find(file => !File.ReadAllBytes(Path.Join(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Join(actual, file))));
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
