namespace OmeZarr;

/// <summary>
/// A hierarchy was to be written where it cannot be: inside an array, inside a hierarchy of Zarr v2, or in the place of something that the metadata of a group above need, such as a level of an
/// image. Nothing was changed.
/// </summary>
public sealed class MisplacedDestinationException : IOException
{
    /// <summary>Nothing can be written at <paramref name="destination"/> because of <paramref name="surrounding"/>.</summary>
    /// <param name="destination">The absolute path where something was to be written.</param>
    /// <param name="surrounding">The absolute path of the folder above it that forbids that.</param>
    /// <param name="message">What is in the way, and what to do.</param>
    public MisplacedDestinationException(string destination, string surrounding, string message)
        : base(message) => (Destination, Surrounding) = (destination, surrounding);

    /// <summary>The absolute path where something was to be written.</summary>
    public string Destination { get; }

    /// <summary>The absolute path of the folder above it that forbids that.</summary>
    public string Surrounding { get; }
}
