using OmeZarr.Tests.Writing;
using TestKit;

namespace Soak.Writers;

/// <summary>
/// A builder gets parts from several tasks. Some fail, some are cancelled: what has landed is listed and whole, nothing else is, and the same builder can try the others again.
/// </summary>
internal sealed class GrowthCase(Random random, Tally tally)
{
    private readonly GrowthKind kind = (GrowthKind)random.Next(3);
    private readonly UnreliableFolders folders = new(random);
    private readonly Dictionary<string, RandomImage> expected = [];
    private bool hasOld;

    internal async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        var top = folder["h.ome.zarr"];
        await WriteOldAsync(top);
        var parts = Enumerable.Range(0, random.Next(2, 7)).Select(number => (Path: Growth.PathOf(kind, number), Part: MakePart())).ToList();
        var prepared = parts.Where(_ => random.Next(4) == 0).ToList();
        await using var growth = new Growth(kind, top, folders.In(RandomOptions.Make(random)));
        var left = await WriteAllAsync(growth, folder, [.. parts.Except(prepared)]);
        await RequireAsync(folder);
        await PrepareAsync(growth, folder, prepared);
        folders.Mend();
        foreach (var (path, part) in left)
        {
            await growth.WriteAsync(path, part);
            Expect(path, part);
            tally.Add($"{kind}: a part that had failed was tried again");
        }

        await growth.DisposeAsync();
        await RequireAsync(folder);
        tally.Add($"{kind}: grown and read");
    }

    private Part MakePart() => kind == GrowthKind.Labels ? new Part(RandomImage.Make(random, Growth.LevelsWithLabels), new Dictionary<string, RandomImage>()) : Part.Make(random);

    // What labels are added to stays, all else is replaced with the first part.
    private async Task WriteOldAsync(string top)
    {
        var old = kind == GrowthKind.Labels ? OneShot.Image(Part.Make(random, Growth.LevelsWithLabels)) : OneShot.Make(random);
        if (kind == GrowthKind.Labels || random.Next(2) == 0)
        {
            await old.WriteAsync(top, RandomOptions.Make(random));
            old.Images.ToList().ForEach(image => expected.Add(image.Key, image.Value));
            hasOld = kind != GrowthKind.Labels;
        }
    }

    private void Expect(string path, Part part)
    {
        if (hasOld)
        {
            expected.Clear();
            hasOld = false;
        }

        foreach (var (key, image) in part.At(path))
        {
            expected[key] = image;
        }
    }

    private async Task<List<(string Path, Part Part)>> WriteAllAsync(Growth growth, TemporaryFolder folder, List<(string Path, Part Part)> parts)
    {
        var before = folder.Snapshot();
        var waits = parts.Select(_ => random.Next(2) == 0 ? random.Next(40) : Timeout.Infinite).ToList();
        var haveLanded = await Task.WhenAll(parts.Select((part, i) => Task.Run(() => TryWriteAsync(growth, part, waits[i]))));
        var left = parts.Where((_, i) => !haveLanded[i]).ToList();
        DifferenceException.Require(left.Count > 0 || folders.Failures == 0, "a write failed, but nobody was told");
        if (left.Count == parts.Count)
        {
            DifferenceException.Require(before.SequenceEqual(folder.Snapshot()), "no part has landed, but what was there has changed");
        }

        parts.Except(left).ToList().ForEach(part => Expect(part.Path, part.Part));
        return left;
    }

    private async Task<bool> TryWriteAsync(Growth growth, (string Path, Part Part) part, int wait)
    {
        using var cancellation = new CancellationTokenSource(wait);
        try
        {
            await growth.WriteAsync(part.Path, part.Part, cancellation.Token);
            tally.Add($"{kind}: a part has landed");
            return true;
        }
        catch (Exception error) when (UnreliableFolders.IsWanted(error))
        {
            tally.Add($"{kind}: a part was stopped by {error.GetType().Name}");
            return false;
        }
    }

    private async Task PrepareAsync(Growth growth, TemporaryFolder folder, List<(string Path, Part Part)> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        parts.ForEach(part => growth.Add(part.Path, part.Part.Image));
        var before = folder.Snapshot();
        OmeZarr.PreparedArrays arrays;
        try
        {
            arrays = await growth.PrepareAsync();
        }
        catch (Exception error) when (UnreliableFolders.IsWanted(error))
        {
            DifferenceException.Require(before.SequenceEqual(folder.Snapshot()), "nothing was prepared, but what was there has changed");
            tally.Add($"{kind}: preparing was stopped by {error.GetType().Name}");
            folders.Mend();
            arrays = await growth.PrepareAsync();
        }

        folders.Mend();
        await Task.WhenAll(parts.Select(part => growth.FillAsync(arrays, part.Path, part.Part.Image)));
        parts.ForEach(part => Expect(part.Path, part.Part with { Labels = new Dictionary<string, RandomImage>() }));
        tally.Add($"{kind}: parts were prepared and filled", parts.Count);
    }

    private async Task RequireAsync(TemporaryFolder folder)
    {
        if (expected.Count > 0)
        {
            await Hierarchy.RequireAsync(folder["h.ome.zarr"], expected);
        }

        Hierarchy.RequireNothingUnfinished(folder.Path);
    }
}
