namespace OmeZarr;

/// <summary>Something is at the place where a writer was to write, and must stay. Nothing was changed.</summary>
public sealed class DestinationExistsException : IOException
{
    /// <summary>Something is at a destination.</summary>
    /// <param name="destination">The absolute path of the destination.</param>
    /// <param name="message">The existing file or folder, and the remedy.</param>
    public DestinationExistsException(string destination, string message)
        : base(message) => Destination = destination;

    /// <summary>The absolute path of the existing file or folder; links are resolved.</summary>
    public string Destination { get; }
}
