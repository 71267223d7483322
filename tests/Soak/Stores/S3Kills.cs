using OmeZarr;
using Soak.Processes;
using Soak.Writers;
using Zarr.S3;
using Zarr.Stores;

namespace Soak.Stores;

/// <summary>Writers to a bucket are killed at random moments: what has the document of a root is whole.</summary>
internal static class S3Kills
{
    private const int LongestWaitMs = 1500;
    private const int Wells = 3;

    /// <summary>What the process does that is killed: writes plates and images, one after the other.</summary>
    internal static async Task WriteAsync(string address)
    {
        S3Stores.Register();
        for (var round = 0; ; round++)
        {
            var image = RandomImage.Make(new Random(), 2);
            await OmeWriter.WriteImageAsync($"{address}/image{round}.ome.zarr", image.Metadata, image.Sources);
            if (round == 0)
            {
                Console.WriteLine(WriterProcess.HasBegun);
            }

            await using var plate = new PlateBuilder($"{address}/plate{round}.ome.zarr");
            for (var well = 0; well < Wells; well++)
            {
                await plate.WriteWellAsync("A", $"{1 + well}", new Field("0", image.Metadata, image.Sources));
            }
        }
    }

    /// <summary>Kills so many writers, and checks what each has left.</summary>
    /// <returns>The exit code: 1 if anything that is visible is not whole.</returns>
    internal static async Task<int> RunAsync(int count, int seed)
    {
        using var gateway = await S3Gateway.StartAsync();
        var (random, whole, unfinished, wrong) = (new Random(seed), 0, 0, 0);
        for (var kill = 0; kill < count; kill++)
        {
            var address = $"s3://{gateway.Bucket}/kill{kill}";
            await KillAsync(address, random.Next(LongestWaitMs));
            var (store, path) = StoreLocation.Parse(address).Open();
            foreach (var name in await ((IListableStore)store).ListChildrenAsync(path))
            {
                if (await store.GetLengthAsync(path.Key($"{name}/zarr.json")) is null)
                {
                    unfinished++;
                    continue;
                }

                if (await ProblemOfAsync($"{address}/{name}") is { } problem)
                {
                    wrong++;
                    Console.WriteLine($"PROBLEM: {address}/{name} is visible but not whole: {problem}");
                }
                else
                {
                    whole++;
                }
            }

            await ((IWritableStore)store).DeletePrefixAsync(path);
        }

        Console.WriteLine($"{count} kills: {whole} hierarchies whole, {unfinished} unfinished and invisible, {wrong} visible but not whole");
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>What is wrong with a hierarchy that is visible: its documents, or a pixel of any of its images; null if it is whole.</summary>
    private static async Task<string?> ProblemOfAsync(string address)
    {
        var report = await OmeStoreValidator.ValidateAsync(address);
        if (!report.IsValid)
        {
            return string.Join("; ", report.Findings.Take(3));
        }

        try
        {
            foreach (var image in await ImagesAsync(address))
            {
                await RandomImage.RequireWholeAsync(image);
            }

            return null;
        }
        catch (DifferenceException difference)
        {
            return difference.Message;
        }
    }

    private static async Task<IReadOnlyList<string>> ImagesAsync(string address) => await OmeStore.OpenAsync(address) is OmePlate plate
        ? [.. plate.Metadata.Definition.Wells.Select(well => $"{address}/{well.Path}/0")]
        : [address];

    private static async Task KillAsync(string address, int wait)
    {
        using var writer = Children.Start("s3-write", address);
        if (await writer.StandardOutput.ReadLineAsync() != WriterProcess.HasBegun)
        {
            throw new DifferenceException($"the writer ended by itself: {await writer.StandardError.ReadToEndAsync()}");
        }

        await Task.Delay(wait);
        writer.Kill();
        await writer.WaitForExitAsync();
    }
}
