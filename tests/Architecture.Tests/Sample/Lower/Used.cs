namespace Sample;

internal static class Used
{
    internal static int Number() => Word.Length;
}

internal static partial class Scattered
{
    internal static int There => 2;
}
