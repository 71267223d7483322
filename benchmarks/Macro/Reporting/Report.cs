namespace Macro.Reporting;

/// <summary>What the report runs.</summary>
internal sealed record ReportCase(string Folder, string Shape, int Repeat);

/// <summary>Runs every case, each in a process of its own, and writes the page.</summary>
internal static class Report
{
    private const string Default = "blosc-zstd";

    // For each side, so that the whole takes minutes.
    private const string Seconds = "1";

    private static readonly string[] Compressions = [Default, "blosc-lz4", "none"];
    private static readonly int[] Threads = [1, 2];

    private static readonly (string What, string[] Command)[] LinearCases =
    [
        ("a plate of 1536 wells of 9 fields of 64 x 64, well by well", ["plate", "--wells", "1536", "--fields", "9"]),
        ("an image of 16 GiB whose pixels are computed where they are asked for", ["large", "--gib", "16"]),
        // Last: the file system works on what was deleted for a while.
        ("an image of 102,400 chunks of 2 KiB", ["chunks", "--count", "100000"]),
    ];

    internal static async Task RunAsync(ReportCase test, string output, CancellationToken cancellationToken)
    {
        var (inputs, missing) = ReportInput.MakeAll(test.Folder, Parse.Shape(test.Shape));
        var compared = new List<Compared>();
        var alone = new List<Alone>();
        foreach (var input in inputs)
        {
            foreach (var compression in Compressions)
            {
                compared.AddRange(await CompareAsync(test, input, compression, cancellationToken));
                alone.AddRange(await RunAloneAsync(test, input, compression, cancellationToken));
            }
        }

        var linear = await RunLinearAsync(test, cancellationToken);
        await File.WriteAllTextAsync(output, new ResultsPage(test, missing, compared, alone, linear).ToMarkdown(), cancellationToken);
    }

    private static async Task<List<Linear>> RunLinearAsync(ReportCase test, CancellationToken cancellationToken)
    {
        var store = Path.Join(test.Folder, "linear.ome.zarr");
        var all = new List<Linear>();
        foreach (var (what, command) in LinearCases)
        {
            var lines = await Child.RunAsync([.. command, "--threads", $"{Threads[^1]}", "--out", store], cancellationToken);
            all.Add(new Linear(what, string.Join(' ', command), lines[^1]));
            Directory.Delete(store, recursive: true);
        }

        return all;
    }

    private static async Task<IEnumerable<Compared>> CompareAsync(ReportCase test, ReportInput input, string compression, CancellationToken cancellationToken)
    {
        string[] how = ["--compression", compression, "--threads", string.Join(',', Threads), "--repeat", $"{test.Repeat}", "--seconds", Seconds, "--out", Path.Join(test.Folder, "compared")];
        var lines = await Child.RunAsync(["compare", .. input.Arguments, .. how], cancellationToken);
        return from line in lines
               where line.ContainsKey("summary")
               select new Compared(input, line["summary"]!.GetValue<string>(), compression, line["threads"]!.GetValue<int>(), line);
    }

    /// <summary>Of the camera image every case; of the others what the default needs.</summary>
    private static async Task<List<Alone>> RunAloneAsync(ReportCase test, ReportInput input, string compression, CancellationToken cancellationToken)
    {
        var isCamera = input.Kind == "camera";
        var all = new List<Alone>();
        foreach (var threads in Threads.Where(count => isCamera || (compression == Default && count == Threads[^1])))
        {
            foreach (var shards in isCamera ? ["none", "auto"] : new[] { "none" })
            {
                all.AddRange(await RunAloneAsync(test, new Alone(input, string.Empty, compression, shards, threads, []), cancellationToken));
            }
        }

        return all;
    }

    private static async Task<Alone[]> RunAloneAsync(ReportCase test, Alone one, CancellationToken cancellationToken)
    {
        var store = Path.Join(test.Folder, "alone.ome.zarr");
        string[] how = ["--threads", $"{one.Threads}", "--repeat", $"{test.Repeat}", "--seconds", Seconds];
        string[] writing = [.. one.Input.Arguments, "--compression", one.Compression, "--shards", one.Shards, "--out", store, .. how];
        var planes = await Child.RunAsync(["planes", .. writing], cancellationToken);
        var write = await Child.RunAsync(["write", .. writing], cancellationToken);
        var read = await Child.RunAsync(["read", "--in", store, .. how], cancellationToken);
        Directory.Delete(store, recursive: true);
        return [one with { Verb = "planes", Lines = planes }, one with { Verb = "write", Lines = write }, one with { Verb = "read", Lines = read }];
    }
}
