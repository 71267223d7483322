namespace Guides.FromYaozarrs;

/// <summary>Says what the examples are expected to do, so that running them checks them.</summary>
internal static class Expect
{
    internal static void Same<T>(T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new InvalidOperationException($"expected {expected}, found {found}");
        }
    }

    internal static void Error<T>(Action call)
        where T : Exception
    {
        try
        {
            call();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException($"expected {typeof(T).Name}");
    }

    internal static async Task ErrorAsync<T>(Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException($"expected {typeof(T).Name}");
    }
}
