namespace Sample;

internal static class Word
{
    internal static int Length => 4;
}
