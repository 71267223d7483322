namespace Soak.Writers;
internal static class KilledWriter
{
    internal static Task WriteForeverAsync(string a, int b) => Task.CompletedTask;
}
