using OmeZarr;

namespace PowerLoss.Scenarios;

/// <summary>A plate is written well by well: one over an old plate, several times, and one where nothing is.</summary>
internal sealed class Plates(bool isFlushed) : Scenario(isFlushed)
{
    private const int Last = 4;
    private static readonly string[] Wells = ["A/1", "A/2", "B/1", "B/2"];

    internal override Task SetUpAsync(string disk) => WriteAsync(OldIn(disk), "old", 1, says: false);

    internal override async Task WriteAsync(string disk)
    {
        await WriteAsync(NewIn(disk), "new", 2, says: true);
        for (var generation = 2; generation <= Last; generation++)
        {
            await WriteAsync(OldIn(disk), "old", generation, says: true);
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        await CheckAsync(OldIn(disk), "old", acknowledged, verdict);
        await CheckAsync(NewIn(disk), "new", acknowledged, verdict);
    }

    private static string OldIn(string disk) => Path.Join(disk, "old.ome.zarr");

    private static string NewIn(string disk) => Path.Join(disk, "of", "today", "new.ome.zarr");

    private async Task WriteAsync(string folder, string plate, int generation, bool says)
    {
        await using var builder = new PlateBuilder(folder, new PlateOptions { Name = $"{generation}" }, new TestImage(plate, generation).Stored(Options));
        foreach (var well in Wells)
        {
            var image = new TestImage($"{plate}/{well}", generation);
            await builder.WriteWellAsync(well[..1], well[2..], [new Field("0", image.Metadata, image.Levels)]);
            if (says)
            {
                Acknowledged.Say(image.Name, generation);
            }
        }
    }

    // With its first well a plate replaces the old one; the others come one by one.
    private async Task CheckAsync(string folder, string plate, Acknowledged acknowledged, Verdict verdict)
    {
        var (wasThere, latest) = (plate == "old", Wells.Max(well => acknowledged[$"{plate}/{well}"]));
        var stored = await PlateOnDisk.FindAsync(folder, verdict, isPromised: wasThere || (IsFlushed && latest > 0), isExpected: wasThere || latest > 0);
        verdict.Require(!IsFlushed || stored is null || stored.Generation >= latest, $"{plate} is of generation {stored?.Generation}, although {latest} was acknowledged");
        foreach (var (number, well) in stored is null ? [] : Wells.Index())
        {
            var isAcknowledged = acknowledged[$"{plate}/{well}"] == stored!.Generation;
            var isReplacement = wasThere && (stored.Generation == 1 || number == 0);
            await stored.CheckAsync(well, $"{plate}/{well}", verdict, isReplacement || (IsFlushed && (isAcknowledged || stored.Lists(well))), isReplacement || isAcknowledged);
        }
    }
}
