using PowerLoss;
using PowerLoss.Scenarios;

// run.sh calls this program, once to write and once to check what the cuts have left.
switch (args)
{
    case ["scenarios"]:
        Console.WriteLine(string.Join(' ', Scenario.Names));
        return 0;
    case ["write", var name, var durability, var disk]:
        await WriteAsync(Scenario.Named(name, durability), disk);
        return 0;
    case ["check", var name, var durability, .. var cuts]:
        foreach (var cut in cuts)
        {
            Console.WriteLine($"{Path.GetFileName(cut)}\t{await CheckAsync(Scenario.Named(name, durability), cut)}");
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: powerloss scenarios | write SCENARIO default|flushed DISK | check SCENARIO default|flushed CUT...; see run.sh");
        return 2;
}

// What is set up is on the disk for sure: run.sh syncs it before it says go.
static async Task WriteAsync(Scenario scenario, string disk)
{
    await scenario.SetUpAsync(disk);
    Console.WriteLine(Acknowledged.Ready);
    if (await Console.In.ReadLineAsync() is not null)
    {
        await scenario.WriteAsync(disk);
        Console.WriteLine(Acknowledged.Done);
    }
}

// A cut is a folder with what was acknowledged before it, and the disk as it was found when the power came back.
static async Task<Verdict> CheckAsync(Scenario scenario, string cut)
{
    var verdict = new Verdict();
    var acknowledged = Acknowledged.Parse(await File.ReadAllLinesAsync(Path.Join(cut, "acknowledged")));
    await scenario.CheckAsync(Path.Join(cut, "disk"), acknowledged, verdict);
    return verdict;
}
