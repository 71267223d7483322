namespace Sample.Upper;

internal static class InCode
{
    internal static int Use() => Used.Number();
}

internal static class InLambda
{
    internal static Func<int> Use() => () => Used.Number();
}

internal static class InIterator
{
    internal static IEnumerable<int> Use()
    {
        yield return Used.Number();
    }
}

internal static class ThroughRoot
{
    internal static int Use() => NearFacade.Use();
}

internal static class WithTask
{
    internal static async Task<int> Use() => await Task.FromResult(1);
}

internal static class Innocent
{
    internal static int Use(int[] many) => many.Length switch
    {
        0 => Word.Length,
        1 => 3,
        2 => 17,
        3 => 1,
        4 => (int)(many[0] * 1.5),
        _ => unchecked((int)0x1122334455667788L),
    };
}

internal struct Generic<TKey, TValue>
{
    internal TKey Key { get; set; }

    internal TValue Value { get; set; }
}

internal delegate TResult Function<in T, out TResult>(T argument);
