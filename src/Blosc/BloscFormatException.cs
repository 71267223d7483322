namespace Blosc;

/// <summary>A Blosc chunk is damaged, is not a Blosc 1 chunk, or holds more than the destination.</summary>
public sealed class BloscFormatException : FormatException
{
    /// <summary>The chunk cannot be decoded for the reason in <paramref name="message"/>.</summary>
    public BloscFormatException(string message)
        : base(message)
    {
    }
}
