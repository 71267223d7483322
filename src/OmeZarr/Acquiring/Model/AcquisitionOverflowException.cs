namespace OmeZarr;

/// <summary>A frame came while the memory of an acquisition was full (<see cref="Backpressure.Fail"/>). Nothing is stored of it; the same call may be repeated.</summary>
public sealed class AcquisitionOverflowException : IOException
{
    internal AcquisitionOverflowException(string message)
        : base(message)
    {
    }
}
