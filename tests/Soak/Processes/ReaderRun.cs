using System.Diagnostics;
using OmeZarr;
using Soak.Writers;
using TestKit;
using Zarr;

namespace Soak.Processes;

/// <summary>
/// Opens and reads an image so many times while another process replaces it over and over. A reader gets one image whole, or an error that says that it was replaced; it is never told that there is
/// none, and never gets pixels of another one, or zeros for chunks that are deleted under it.
/// </summary>
internal sealed class ReaderRun(int count, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Tally tally = new();
    private readonly HashSet<int> rounds = [];
    private readonly SortedDictionary<string, string> problems = new(StringComparer.Ordinal);

    /// <summary>Runs it and prints what was seen.</summary>
    /// <returns>The exit code: 1 if a reader saw something that must not be.</returns>
    internal async Task<int> RunAsync()
    {
        Console.WriteLine($"{count} reads beside a writer, from seed {seed}");
        using var folder = new TemporaryFolder();
        var (top, random, clock) = (folder["h.ome.zarr"], new Random(seed), Stopwatch.StartNew());
        using var writer = await KilledProcess.StartAsync(top, WriterKind.Image, 0);
        var writing = writer.GoOnAsync();
        var lastWord = clock.Elapsed;
        for (var read = 0; read < count && !writing.IsCompleted; read++)
        {
            await ReadAsync(top, random);
            if (clock.Elapsed - lastWord > Pause)
            {
                lastWord = clock.Elapsed;
                Console.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {read:N0} reads, {problems.Count} sorts of problems");
            }
        }

        var isWriting = !writing.IsCompleted;
        Console.WriteLine($"{tally}\n{rounds.Count:N0} different images in {clock.Elapsed.TotalMinutes:F1} minutes{(isWriting ? string.Empty : "; THE WRITER ENDED BY ITSELF")}\n{(problems.Count == 0 ? "no problem" : string.Join('\n', problems.Values))}");
        return isWriting && problems.Count == 0 ? 0 : 1;
    }

    private async Task ReadAsync(string top, Random random)
    {
        try
        {
            var image = await OmeImage.OpenAsync(top);
            var wait = random.Next(4) == 0 ? random.Next(60) : 0;
            await Task.Delay(wait);
            var round = await ReadAsync(image, null);
            foreach (var name in await image.ListLabelsAsync())
            {
                await ReadAsync(await image.OpenLabelAsync(name), round);
            }

            rounds.Add(round);
            tally.Add(wait > 0 ? "whole, after a pause" : "whole");
        }
        catch (NodeReplacedException)
        {
            tally.Add("told that it was replaced");
        }
        catch (MixtureException error)
        {
            Note(error.Message, error);
        }
        catch (Exception error)
        {
            Note($"{error.GetType().Name}{(error is Zarr.NodeNotFoundException ? " (not found)" : string.Empty)}", error);
        }
    }

    private static async Task<int> ReadAsync(OmeImage stored, int? roundOfImage)
    {
        var (image, isWhole) = (RandomImage.Named(stored.Multiscale.Name!), true);
        foreach (var (number, level) in stored.Levels.Index())
        {
            isWhole &= level.ZarrArray.Shape == image.ShapeOf(number) ? Compare(await RandomImage.PixelsOfAsync(level.ZarrArray), image.Pixels(number, level.ZarrArray.DataType)) : false;
        }

        return isWhole && (roundOfImage is null || roundOfImage == image.Round) ? image.Round : throw new MixtureException("parts of several images");
    }

    private static bool Compare(byte[] found, byte[] expected)
    {
        var differ = Enumerable.Range(0, expected.Length).Where(i => found[i] != expected[i]).ToList();
        return differ.Count == 0 || (differ.All(i => found[i] == 0) ? throw new MixtureException("zeros instead of pixels") : false);
    }

    private void Note(string what, Exception error)
    {
        problems.TryAdd(what, $"the first of \"{what}\": {error}");
        tally.Add($"WRONG: {what}");
    }

    private sealed class MixtureException(string message) : Exception(message);
}
