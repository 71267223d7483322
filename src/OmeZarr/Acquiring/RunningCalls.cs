namespace OmeZarr.Acquiring;

/// <summary>Counts the calls that run, refuses further ones when the acquisition is completed, and waits for the last. Thread-safe.</summary>
internal sealed class RunningCalls
{
    private readonly Lock gate = new();
    private int running;
    private bool closed;
    private TaskCompletionSource? idle;

    /// <exception cref="InvalidOperationException">The acquisition is completed.</exception>
    internal Call Begin()
    {
        lock (gate)
        {
            if (closed)
            {
                throw new InvalidOperationException("the acquisition is completed; begin another one");
            }

            running++;
            return new Call(this);
        }
    }

    /// <summary>Refuses further calls and waits for those that run.</summary>
    internal Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            closed = true;
            return running == 0 ? Task.CompletedTask : (idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--running == 0)
            {
                idle?.TrySetResult();
            }
        }
    }

    internal readonly struct Call(RunningCalls calls) : IDisposable
    {
        public void Dispose() => calls.End();
    }
}
