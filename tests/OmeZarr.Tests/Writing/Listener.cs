namespace OmeZarr.Tests.Writing;

/// <summary>Calls at once and on the same thread, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Listener(Action<WriteProgress> action) : IProgress<WriteProgress>
{
    public void Report(WriteProgress value) => action(value);
}
