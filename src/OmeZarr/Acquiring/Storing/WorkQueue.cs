using System.Diagnostics.CodeAnalysis;

namespace OmeZarr.Acquiring.Storing;

/// <summary>Runs work on a limited number of tasks of the pool, urgent work first. Work handles its own errors. Thread-safe.</summary>
/// <param name="workers">The largest number of tasks.</param>
internal sealed class WorkQueue(int workers)
{
    private readonly Lock gate = new();
    private readonly Queue<Func<Task>> urgent = [];
    private readonly Queue<Func<Task>> others = [];
    private int running;

    internal void Add(Func<Task> work, bool isUrgent)
    {
        lock (gate)
        {
            (isUrgent ? urgent : others).Enqueue(work);
            if (running == workers)
            {
                return;
            }

            running++;
        }

        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (TryTake(out var work))
        {
            await work().ConfigureAwait(false);
            await Task.Yield(); // the pool has few threads, and the caller may wait for one
        }
    }

    private bool TryTake([NotNullWhen(true)] out Func<Task>? work)
    {
        lock (gate)
        {
            if (urgent.TryDequeue(out work) || others.TryDequeue(out work))
            {
                return true;
            }

            running--;
            return false;
        }
    }
}
