using System.Diagnostics;
using System.Globalization;
using OmeZarr;
using Soak.Writers;
using TestKit;
using Zarr;

namespace Soak.Processes;

/// <summary>Eight processes add to one plate, one collection, one image at the same time: nothing that one of them was told to be written is lost, and nothing is left behind.</summary>
internal sealed class NeighbourRun(int count, int seed)
{
    private const int Processes = 8;
    private const int PartsOfProcess = 4;
    private static readonly WriterKind[] Kinds = [WriterKind.PlateAppender, WriterKind.CollectionAppender, WriterKind.LabelsBuilder];

    private readonly Tally tally = new();
    private string? firstProblem;

    /// <summary>What each of the processes does: waits for a line, then adds its parts, one builder for each.</summary>
    internal static async Task AddAsync(string top, WriterKind kind, int process)
    {
        Console.WriteLine(WriterProcess.HasBegun);
        await Console.In.ReadLineAsync();
        var random = new Random();
        for (var part = 0; part < PartsOfProcess; part++)
        {
            var path = PathOf(kind, (process * PartsOfProcess) + part);
            var image = RandomImage.Make(random, Growth.LevelsWithLabels);
            await AddAsync(top, kind, path, image, random);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{WriterProcess.Written} {path} {image.Seed}"));
        }
    }

    /// <summary>Runs so many rounds, of all kinds in turn, and prints what was found.</summary>
    /// <returns>The exit code: 1 if anything was lost or left.</returns>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine($"{count} rounds of {Processes} processes from seed {seed}");
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < count; round++)
        {
            await RunAsync(Kinds[round % Kinds.Length], isThere: round / Kinds.Length % 2 == 0);
        }

        Console.WriteLine($"{tally}\n{count} rounds in {clock.Elapsed.TotalMinutes:F1} minutes\n{firstProblem ?? "nothing was lost"}");
        return firstProblem is null ? 0 : 1;
    }

    private static string PathOf(WriterKind kind, int number) => kind == WriterKind.LabelsBuilder ? $"labels/label{number}" : Growth.PathOf(kind.Growth()!.Value, number);

    private static async Task AddAsync(string top, WriterKind kind, string path, RandomImage image, Random random)
    {
        await using var growth = new Growth(kind.Growth()!.Value, top, RandomOptions.Make(random) with { Overwrite = false }, adds: true);
        await growth.WriteAsync(path, new Part(image, new Dictionary<string, RandomImage>()));
    }

    /// <param name="kind">What is added to.</param>
    /// <param name="isThere">Whether something is there before; otherwise the first of them makes it. Labels need an image.</param>
    private async Task RunAsync(WriterKind kind, bool isThere)
    {
        using var folder = new TemporaryFolder();
        var (top, random) = (folder["h.ome.zarr"], new Random(seed));
        if (kind == WriterKind.LabelsBuilder)
        {
            await OneShot.Image(new Part(RandomImage.Make(random, Growth.LevelsWithLabels), new Dictionary<string, RandomImage>())).WriteAsync(top, RandomOptions.Make(random));
        }

        if (isThere)
        {
            await AddAsync(top, kind, PathOf(kind, Processes * PartsOfProcess), RandomImage.Make(random, Growth.LevelsWithLabels), random);
        }

        var children = Enumerable.Range(0, Processes).Select(process => Children.Start("add", top, $"{kind}", $"{process}")).ToList();
        var outputs = await Task.WhenAll(await GoAtOnceAsync(children));
        await CheckAsync(folder, kind, [.. outputs.SelectMany(output => output)], isThere);
    }

    private async Task<IEnumerable<Task<string[]>>> GoAtOnceAsync(List<Process> children)
    {
        foreach (var child in children)
        {
            await child.StandardOutput.ReadLineAsync();
        }

        return children.Select(async child =>
        {
            using (child)
            {
                await child.StandardInput.WriteLineAsync();
                var errors = child.StandardError.ReadToEndAsync();
                var output = await child.StandardOutput.ReadToEndAsync();
                await child.WaitForExitAsync();
                if (child.ExitCode != 0)
                {
                    Problem("refused", await errors);
                }

                return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }).ToList();
    }

    private async Task CheckAsync(TemporaryFolder folder, WriterKind kind, string[] lines, bool isThere)
    {
        var written = lines.Select(line => line.Split(' ')).Where(words => words is [WriterProcess.Written, _, _])
            .ToDictionary(words => words[1], words => int.Parse(words[2], CultureInfo.InvariantCulture));
        tally.Add($"{kind}{(isThere ? string.Empty : " that was not there")}: added", written.Count);
        try
        {
            var found = await Hierarchy.ReadAsync(folder["h.ome.zarr"]);
            var lost = written.Where(part => !found.TryGetValue(part.Key, out var there) || there.Seed != part.Value).Select(part => part.Key).ToList();
            tally.Add($"{kind}{(isThere ? string.Empty : " that was not there")}: listed and whole", written.Count - lost.Count);
            if (lost.Count > 0)
            {
                Problem("lost", $"{lost.Count} of {written.Count} parts of {kind} are lost: {string.Join(", ", lost)}", lost.Count);
            }
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or DifferenceException)
        {
            Problem("cannot be read", $"{error}");
        }

        if (Hierarchy.Unfinished(folder.Path) is { Count: > 0 } left)
        {
            Problem("left behind", string.Join(", ", left), left.Count);
        }
    }

    private void Problem(string what, string details, int number = 1)
    {
        tally.Add($"WRONG: {what}", number);
        Interlocked.CompareExchange(ref firstProblem, $"PROBLEM, {what}: {details}", null);
    }
}
