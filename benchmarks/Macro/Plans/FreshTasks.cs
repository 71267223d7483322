using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Macro.Plans;

/// <summary>What a task costs beside its pixels: fresh processes of the tool run tasks whose images are tiny.</summary>
/// <param name="tool">The assembly of the tool, or its native program.</param>
/// <param name="work">A folder for inputs and outputs.</param>
internal sealed class FreshTasks(string tool, string work)
{
    private const int Edge = 64;
    private const int Again = 10;

    /// <summary>A plate of 1,536 wells with 4 fields, of which every task opens its own files, and its end.</summary>
    internal async Task<JsonObject> PlateAsync(int tasks, CancellationToken cancellationToken)
    {
        var input = Path.Join(work, "plate");
        foreach (var well in Enumerable.Range(0, 32 * 48))
        {
            var row = well / 48 is var number && number < 26 ? $"{(char)('A' + number)}" : $"A{(char)('A' + number - 26)}";
            foreach (var field in Enumerable.Range(1, 4))
            {
                WriteImage(Path.Join(input, $"x_{row}{(well % 48) + 1:D2}_s{field}.tif"), (well * 4) + field);
            }
        }

        return await RunAsync("plate of 6,144 files", tasks, [input], ["--plate", @"_(?<well>[A-Z]{1,2}\d\d)_s(?<field>\d+)"], cancellationToken);
    }

    /// <summary>One image that is stacked of 2,000 files.</summary>
    internal async Task<JsonObject> StackAsync(int tasks, CancellationToken cancellationToken)
    {
        string[] inputs = [.. Enumerable.Range(0, 2000).Select(frame => WriteImage(Path.Join(work, "stack", $"frame{frame:D4}.tif"), frame))];
        return await RunAsync("one image of 2,000 files", tasks, inputs, ["--stack", "t", "--chunks", $"1,{Edge},{Edge}"], cancellationToken);
    }

    private async Task<JsonObject> RunAsync(string name, int tasks, string[] inputs, string[] options, CancellationToken cancellationToken)
    {
        var (plan, output) = (Path.Join(work, "fresh.json"), Path.Join(work, "fresh.zarr"));
        var planning = await TimeAsync(["plan", .. inputs, output, .. options, "--tasks", $"{tasks}", "-o", plan], cancellationToken);
        var runs = new List<double>();
        for (var task = 0; task < tasks; task++)
        {
            runs.Add(await TimeAsync(["run", plan, "--task", $"{task}"], cancellationToken));
        }

        var again = new List<double>();
        for (var task = 0; task < Again; task++)
        {
            again.Add(await TimeAsync(["run", plan, "--task", $"{task * tasks / Again}"], cancellationToken));
        }

        var finish = await TimeAsync(["finish", plan], cancellationToken);
        var files = Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Count();
        Directory.Delete(output, recursive: true);
        return new JsonObject
        {
            ["what"] = name,
            ["tasks"] = tasks,
            ["plan_s"] = Math.Round(planning, 2),
            ["task_median_s"] = Math.Round(Median.Of(runs), 3),
            ["task_max_s"] = Math.Round(runs.Max(), 3),
            ["task_done_median_s"] = Math.Round(Median.Of(again), 3),
            ["finish_s"] = Math.Round(finish, 2),
            ["files"] = files,
        };
    }

    /// <summary>Seconds of a process.</summary>
    private async Task<double> TimeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var isManaged = Path.GetExtension(tool) == ".dll";
        var start = new ProcessStartInfo(isManaged ? "dotnet" : tool, isManaged ? ["exec", tool, .. arguments] : arguments) { RedirectStandardOutput = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"omezarr {arguments[0]} ended with {process.ExitCode}");
    }

    /// <summary>Writes a TIFF of one gray page.</summary>
    private static string WriteImage(string path, int seed)
    {
        var pixels = new byte[2 * Edge * Edge];
        new Random(seed).NextBytes(pixels);
        (int Tag, int Value)[] tags = [(256, Edge), (257, Edge), (258, 16), (259, 1), (262, 1), (273, 256), (277, 1), (278, Edge), (279, pixels.Length)];
        var file = new byte[256 + pixels.Length];
        "II*\0\x08\0\0\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)tags.Length);
        foreach (var (i, (tag, value)) in tags.Index())
        {
            var entry = file.AsSpan(10 + (12 * i));
            BinaryPrimitives.WriteInt16LittleEndian(entry, (short)tag);
            BinaryPrimitives.WriteInt16LittleEndian(entry[2..], 4); // LONG
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
        }

        pixels.CopyTo(file.AsSpan(256));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }
}
