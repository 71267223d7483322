using System.Globalization;
using ClusterOrleans;
using Microsoft.Extensions.DependencyInjection;
using OmeZarr;

// Two silos of Orleans, each in a process of its own, run the tasks of a conversion.
const int Attempts = 3;
var culture = CultureInfo.InvariantCulture;
switch (args)
{
    case [Silos.Command, var first]:
        using (var host = await Silos.StartAsync(Convert.ToInt32(first, culture), Silos.FreePort()))
        {
            await Console.In.ReadToEndAsync();
            await host.StopAsync();
        }

        return 0;
    case [var input, var output, ..] when args.Length <= 3:
        await ConvertAsync(Path.GetFullPath(input), output.Contains("://", StringComparison.Ordinal) ? output : Path.GetFullPath(output), args.Length == 3 ? Convert.ToInt32(args[2], culture) : 8);
        return 0;
    default:
        Console.Error.WriteLine("usage: cluster-orleans INPUT.tif OUTPUT.ome.zarr [TASKS]");
        return 2;
}

static async Task ConvertAsync(string input, string output, int tasks)
{
    var port = Silos.FreePort();
    using var host = await Silos.StartAsync(port, port);
    using var second = Silos.StartProcess(port);
    var grains = host.Services.GetRequiredService<IGrainFactory>();
    while ((await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count < 2)
    {
        await Task.Delay(100); // the second silo joins
    }

    var conversion = new Conversion(input, output);
    var plan = await conversion.PlanAsync(tasks);
    var json = plan.ToJson();
    foreach (var (number, wave) in plan.Waves.Index())
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, wave.Tasks).Select(task => RunAsync(grains.GetGrain<IConversionTask>($"{plan.Id}/{number}/{task}"), json, conversion, number, task)));
        Console.WriteLine($"wave {number}: {string.Join(", ", processes.CountBy(process => process).Select(one => $"process {one.Key} ran {one.Value} tasks"))}");
    }

    await conversion.FinishAsync(json);
    var image = await OmeImage.OpenAsync(output);
    Console.WriteLine($"{output}: {image.Levels[0].Shape} in {image.Levels.Count} levels");
    second.StandardInput.Close();
    await second.WaitForExitAsync();
    await host.StopAsync();
}

// A silo that is lost takes its tasks with it. They are called again, and another silo runs them.
static async Task<int> RunAsync(IConversionTask grain, string plan, Conversion conversion, int wave, int task)
{
    for (var attempt = 1; ; attempt++)
    {
        try
        {
            return await grain.RunAsync(plan, conversion.Input, conversion.Output, wave, task);
        }
        catch (Exception lost) when (attempt < Attempts && lost is OrleansException or TimeoutException)
        {
            Console.Error.WriteLine($"wave {wave}, task {task}: {lost.Message}");
        }
    }
}
