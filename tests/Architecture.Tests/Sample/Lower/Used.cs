namespace Sample;

internal static class Used
{
    internal static int Number() => Word.Length;
}

internal static class Back
{
    internal static int Use() => Facade.Use();
}

internal static partial class Scattered
{
    internal static int There => 2;
}
