namespace Soak;

/// <summary>Something is not as it was promised.</summary>
internal sealed class DifferenceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Throws unless something is so.</summary>
    internal static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new DifferenceException(otherwise);
        }
    }

    /// <summary>Throws unless bytes are equal, telling the first that is not.</summary>
    internal static void RequireEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new DifferenceException($"{what}: {actual.Length:N0} bytes, expected {expected.Length:N0}; equal up to byte {expected.CommonPrefixLength(actual):N0}");
        }
    }
}
