namespace OmeZarr;

/// <summary>The destination of a writer exists and must not be replaced. Nothing was changed.</summary>
public sealed class DestinationExistsException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="destination">The absolute path of the destination.</param>
    /// <param name="message">The existing file or folder, and the remedy.</param>
    public DestinationExistsException(string destination, string message)
        : base(message) => Destination = destination;

    /// <summary>The absolute path of the existing file or folder; links are resolved.</summary>
    public string Destination { get; }
}
