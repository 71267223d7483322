namespace Soak.Processes;

/// <summary>When a process is killed: after some time, or when it enters a system call.</summary>
/// <param name="Name">What is aimed at, for the table.</param>
internal abstract record KillAim(string Name)
{
    private static readonly (string Name, string Calls, int Often)[] Groups =
    [
        ("rename", "rename,renameat,renameat2,link,linkat", 60),
        ("delete", "unlink,unlinkat,rmdir", 60),
        ("make", "mkdir,mkdirat", 40),
        ("open", "openat", 200),
        ("write", "write,pwrite64,ftruncate", 200),
        ("flush", "fsync,fdatasync,syncfs", 40),
    ];

    /// <summary>A random aim.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="places">Paths that are put in their place by renaming; calls that concern one of them are aimed at more often than chance would.</param>
    /// <param name="canTrace">Whether there is a tracer; otherwise only times are aimed at.</param>
    internal static KillAim Make(Random random, IReadOnlyList<string> places, bool canTrace)
    {
        var (name, calls, often) = Groups[random.Next(Groups.Length)];
        return !canTrace || random.Next(5) == 0 ? new AtTime(TimeSpan.FromMicroseconds(random.Next(250_000)))
            : random.Next(2) == 0 ? new AtCall(name, calls, Number(random, often), null)
            : new AtCall("rename of a place", Groups[0].Calls, random.Next(1, 3), places[random.Next(places.Count)]);
    }

    // Small numbers more often: each thread is counted alone.
    private static int Number(Random random, int often) => (int)Math.Exp(random.NextDouble() * Math.Log(often + 1));
}

/// <summary>A process is killed after some time.</summary>
internal sealed record AtTime(TimeSpan Wait) : KillAim("time")
{
    /// <inheritdoc/>
    public override string ToString() => $"after {Wait.TotalMilliseconds:F1} ms";
}

/// <summary>A process is killed when one of its threads enters one of these system calls for the so-many-th time.</summary>
/// <param name="Name">What is aimed at.</param>
/// <param name="Calls">The calls, as strace names them.</param>
/// <param name="Number">Which of them, from 1.</param>
/// <param name="Path">Only calls that concern this path count; null for all.</param>
internal sealed record AtCall(string Name, string Calls, int Number, string? Path) : KillAim(Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"at {Name} number {Number}{(Path is null ? string.Empty : $" ({System.IO.Path.GetFileName(Path)})")}";

    /// <summary>Arguments for strace, to follow a process that is there.</summary>
    internal IEnumerable<string> Arguments(int process) =>
    [
        "-f", "-o", "/dev/null", .. Path is null ? Array.Empty<string>() : ["-P", Path], "-e", $"trace={Calls}", "-e", $"inject={Calls}:signal=KILL:when={Number}", "-p", $"{process}",
    ];
}
