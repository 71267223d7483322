// What the layering tests are tried on: a small world with known references.
namespace Sample
{
    internal static class Word
    {
        internal static int Length => 4;
    }

    internal static class Facade
    {
        internal static int Use() => Lower.Used.Number();
    }

    internal static class NearFacade
    {
        internal static int Use() => Facade.Use();
    }
}

namespace Sample.Lower
{
    internal static class Used
    {
        internal static int Number() => Word.Length;
    }
}

namespace Sample.Upper
{
    internal static class InCode
    {
        internal static int Use() => Lower.Used.Number();
    }

    internal static class InLambda
    {
        internal static Func<int> Use() => () => Lower.Used.Number();
    }

    internal static class InIterator
    {
        internal static IEnumerable<int> Use()
        {
            yield return Lower.Used.Number();
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
}
