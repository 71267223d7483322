using System.Diagnostics;

namespace Macro.Comparing;

/// <summary>What one run took, in seconds; CPU time is that of the whole process.</summary>
internal readonly record struct Timed(double Wall, double Cpu)
{
    internal static async Task<Timed> RunAsync(Func<Task> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await work();
        var wall = clock.Elapsed.TotalSeconds;
        return new Timed(wall, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
