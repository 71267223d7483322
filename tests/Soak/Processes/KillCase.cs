using OmeZarr;
using Soak.Writers;
using TestKit;
using Zarr;

namespace Soak.Processes;

/// <summary>
/// One writer is killed several times at the same destination. What was there stays there whole, what was acknowledged is there, and the next writer leaves nothing of the one that was killed.
/// </summary>
internal sealed class KillCase(Random random, KillTable table, WriterKind kind)
{
    private const int RoundsOfProcess = 1000;

    internal async Task RunAsync(int kills)
    {
        using var folder = new TemporaryFolder();
        var top = folder["h.ome.zarr"];
        for (var kill = 0; kill <= kills; kill++)
        {
            using var writer = await StartAsync(top, kill);
            if (writer is null)
            {
                return;
            }

            CountLeftovers(folder, isAfterNextWriter: true, kill);
            if (kill < kills)
            {
                var aim = KillAim.Make(random, PlacesIn(top), table.CanTrace);
                var isHit = await writer.KillAsync(aim);
                table.AddKill(kind, aim, isHit);
                CountLeftovers(folder, isAfterNextWriter: false, kill);
                await CheckAsync(top, writer.Written, aim);
            }
        }

        await ReplaceAsync(top);
        CountLeftovers(folder, isAfterNextWriter: true, kills);
    }

    // What the kill has broken may keep the next writer from writing; that is told only once.
    private async Task<KilledProcess?> StartAsync(string top, int kill)
    {
        try
        {
            return await KilledProcess.StartAsync(top, kind, kill * RoundsOfProcess);
        }
        catch (DifferenceException error)
        {
            table.AddFinding(kind, KillFinding.Half, $"after {kill} kills: {error.Message}");
            return null;
        }
    }

    private async Task ReplaceAsync(string top)
    {
        var image = OneShot.Image(new Part(RandomImage.Make(random), new Dictionary<string, RandomImage>()));
        await image.WriteAsync(top, RandomOptions.Make(random));
        await Hierarchy.RequireAsync(top, image.Images);
    }

    private void CountLeftovers(TemporaryFolder folder, bool isAfterNextWriter, int kill)
    {
        var leftovers = Hierarchy.Unfinished(folder.Path).Where(Directory.Exists).ToList();
        if (leftovers.Count > 0 && isAfterNextWriter)
        {
            table.AddFinding(kind, KillFinding.Leftover, $"after the writer that followed kill {kill}: {string.Join(", ", leftovers)}", leftovers.Count);
        }
        else if (leftovers.Count > 0)
        {
            table.AddLeftBehind(kind, leftovers.Count);
        }
    }

    private async Task CheckAsync(string top, IReadOnlyDictionary<string, int> written, KillAim aim)
    {
        if (!Directory.Exists(top))
        {
            table.AddFinding(kind, KillFinding.Missing, $"{aim}: nothing is at the destination");
            return;
        }

        try
        {
            var problem = kind == WriterKind.Prepared ? await ProblemOfPreparedAsync(top, written) : ProblemOf(await Hierarchy.ReadAsync(top), written);
            if (problem is not null)
            {
                table.AddFinding(kind, KillFinding.Lost, $"{aim}: {problem}");
            }
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or DifferenceException)
        {
            table.AddFinding(kind, KillFinding.Half, $"{aim}: {error.Message}");
        }
    }

    private string? ProblemOf(IReadOnlyDictionary<string, RandomImage> found, IReadOnlyDictionary<string, int> written)
    {
        if (!kind.Adds() && found.Values.Select(image => image.Round).Distinct().Count() > 1)
        {
            return $"images of several rounds: {string.Join(", ", found)}";
        }

        if (kind != WriterKind.LabelsBuilder && found.Count % WriterProcess.ImagesOfPart != 0)
        {
            return $"images without all their labels: {string.Join(", ", found)}";
        }

        // What is replaced as a whole takes all of the rounds before away, and may be of a later round, of which nothing was acknowledged.
        var last = written.Values.Max(RandomImage.RoundOf);
        var isLater = !kind.Adds() && found.Values.Any(image => image.Round > last);
        var required = written.Where(image => kind.Adds() || (!isLater && RandomImage.RoundOf(image.Value) == last));
        var missing = required.Where(image => !found.TryGetValue(image.Key, out var there) || there.Round < RandomImage.RoundOf(image.Value));
        return missing.Any() ? $"acknowledged, but not there: {string.Join(", ", missing)}" : null;
    }

    // Elements that were not flushed may be missing.
    private static async Task<string?> ProblemOfPreparedAsync(string top, IReadOnlyDictionary<string, int> written)
    {
        var stored = await OmeImage.OpenAsync(top);
        var round = RandomImage.Named(stored.Multiscale.Name!).Round;
        var acknowledged = RandomImage.RoundOf(written[string.Empty]);
        if (round == acknowledged)
        {
            await RandomImage.RequireWholeAsync(top);
        }

        return round < acknowledged ? $"an image of round {round}, although {acknowledged} was acknowledged" : null;
    }

    // What is renamed into its place.
    private List<string> PlacesIn(string top) =>
        kind.Adds() ? [.. Enumerable.Range(0, 6).Select(number => Path.Join(top, PartOf(Growth.PathOf(kind.Growth()!.Value, number))))] : [top];

    // Of a well its group, in which the images are.
    private string PartOf(string path) => kind == WriterKind.PlateAppender ? Path.GetDirectoryName(path)! : path;
}
