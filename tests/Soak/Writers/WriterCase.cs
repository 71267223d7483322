namespace Soak.Writers;
internal static class WriterCase
{
    internal static Task RunAsync(Random random, Tally tally) => Task.CompletedTask;
}
