namespace Macro.Plans;

/// <summary>How long a plan takes on some machines: whoever is free takes the next task, and a wave begins when the one before it has ended.</summary>
/// <param name="overhead">Seconds that each task takes beside its pixels.</param>
/// <param name="secondsPerByte">Measured costs of parts; tasks take them in turns.</param>
/// <param name="finish">Seconds of the end.</param>
internal sealed class Simulation(double overhead, IReadOnlyList<double> secondsPerByte, double finish)
{
    /// <summary>Seconds until everything is done.</summary>
    internal double Run(TaskSizes sizes, int machines) => sizes.Waves.Sum(wave => WaveOn(wave, machines)) + finish;

    private double WaveOn(IReadOnlyList<double> tasks, int machines)
    {
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, machines).Select(machine => (machine, 0.0)));
        var end = 0.0;
        for (var task = 0; task < tasks.Count; task++)
        {
            free.TryDequeue(out var machine, out var start);
            var done = start + overhead + (tasks[task] * secondsPerByte[task % secondsPerByte.Count]);
            free.Enqueue(machine, done);
            end = Math.Max(end, done);
        }

        return end;
    }
}
