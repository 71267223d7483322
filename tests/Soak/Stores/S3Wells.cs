using System.Diagnostics;
using System.Globalization;
using OmeZarr;
using Soak.Processes;
using Soak.Writers;
using Zarr.S3;

namespace Soak.Stores;

/// <summary>Eight processes add wells to one plate in a bucket at the same time: none is lost, and the plate is valid.</summary>
internal static class S3Wells
{
    private const int Processes = 8;
    private const int Columns = 24;

    /// <summary>What each process does.</summary>
    internal static async Task AddAsync(string address, int process, int wells)
    {
        S3Stores.Register();
        Console.WriteLine(WriterProcess.HasBegun);
        await Console.In.ReadLineAsync();
        await using var plate = new PlateBuilder(address, null, new WriteOptions { Existing = ExistingHierarchy.Append });
        for (var well = process; well < wells; well += Processes)
        {
            var image = RandomImage.Make(new Random(well), 1);
            await plate.WriteWellAsync(RowOf(well), ColumnOf(well), new Field("0", image.Metadata, image.Sources));
            Console.WriteLine($"{WriterProcess.Written} {RowOf(well)}/{ColumnOf(well)}");
        }
    }

    /// <summary>Adds so many wells, and checks the plate.</summary>
    /// <returns>The exit code: 1 if any was lost.</returns>
    internal static async Task<int> RunAsync(int wells)
    {
        using var gateway = await S3Gateway.StartAsync();
        var (address, clock) = ($"s3://{gateway.Bucket}/plate.ome.zarr", Stopwatch.StartNew());
        var children = Enumerable.Range(0, Processes).Select(process => Children.Start("s3-add", address, $"{process}", $"{wells}")).ToList();
        var outputs = await Task.WhenAll(await GoAtOnceAsync(children));
        var written = outputs.SelectMany(output => output).Where(line => line.StartsWith(WriterProcess.Written, StringComparison.Ordinal)).Select(line => line[(WriterProcess.Written.Length + 1)..]).ToHashSet();
        var plate = await OmePlate.OpenAsync(address);
        var listed = plate.Wells.Select(well => well.Path).ToList();
        var report = await OmeStoreValidator.ValidateAsync(address);
        var lost = written.Except(listed).ToList();
        Console.WriteLine($"{written.Count} of {wells} wells written by {Processes} processes in {clock.Elapsed.TotalSeconds:F1} s; {listed.Count} listed, {listed.Count - listed.Distinct().Count()} twice, {lost.Count} lost; {report.Findings.Count} findings");
        return written.Count == wells && listed.Count == wells && lost.Count == 0 && report.IsValid ? 0 : 1;
    }

    private static async Task<IEnumerable<Task<string[]>>> GoAtOnceAsync(List<Process> children)
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
                Console.Error.Write(await errors);
                return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }).ToList();
    }

    private static string RowOf(int well) => $"{(char)('A' + (well / Columns))}";

    private static string ColumnOf(int well) => string.Create(CultureInfo.InvariantCulture, $"{1 + (well % Columns)}");
}
