using OmeZarr;

namespace PowerLoss.Scenarios;

/// <summary>A plate that is there is opened again and again; each time a well is added, or one is replaced.</summary>
internal sealed class Append(bool isFlushed) : Scenario(isFlushed)
{
    private const string Replaced = "A/1";
    private const string Kept = "A/2";
    private const int Last = 4;

    internal override async Task SetUpAsync(string disk)
    {
        await using var builder = new PlateBuilder(FolderOf(disk), new PlateOptions { Name = "1" }, new TestImage("plate", 1).Stored(Options));
        await WriteAsync(builder, Replaced, 1);
        await WriteAsync(builder, Kept, 1);
    }

    internal override async Task WriteAsync(string disk)
    {
        for (var generation = 2; generation <= Last; generation++)
        {
            foreach (var well in new[] { Replaced, $"B/{generation}", $"C/{generation}" })
            {
                await using var builder = new PlateBuilder(FolderOf(disk), null, Appending(new TestImage("plate", generation).Stored(Options)));
                await WriteAsync(builder, well, generation);
                Acknowledged.Say($"plate/{well}", generation);
            }
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        if (await PlateOnDisk.FindAsync(FolderOf(disk), verdict, isPromised: true, isExpected: true) is not { } plate)
        {
            return;
        }

        var replaced = await plate.CheckAsync(Replaced, $"plate/{Replaced}", verdict, isPromised: true, isExpected: true);
        verdict.Require(!IsFlushed || replaced.Generation >= acknowledged[$"plate/{Replaced}"], $"{replaced.What}, although a later one was acknowledged");
        await plate.CheckAsync(Kept, $"plate/{Kept}", verdict, isPromised: true, isExpected: true);
        foreach (var well in Enumerable.Range(2, Last - 1).SelectMany(generation => new[] { $"B/{generation}", $"C/{generation}" }))
        {
            var isAcknowledged = acknowledged[$"plate/{well}"] > 0;
            await plate.CheckAsync(well, $"plate/{well}", verdict, IsFlushed && (isAcknowledged || plate.Lists(well)), isAcknowledged);
        }
    }

    private static string FolderOf(string disk) => Path.Join(disk, "plate.ome.zarr");

    private static async Task WriteAsync(PlateBuilder builder, string well, int generation)
    {
        var image = new TestImage($"plate/{well}", generation);
        await builder.WriteWellAsync(well[..1], well[2..], [new Field("0", image.Metadata, image.Levels)]);
    }
}
