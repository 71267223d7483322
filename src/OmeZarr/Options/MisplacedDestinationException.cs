namespace OmeZarr;

/// <summary>The destination of a writer is inside an array or a hierarchy of Zarr v2, or is the place of a node that the metadata of a group above name, such as a level of an image. Nothing was changed.</summary>
public sealed class MisplacedDestinationException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="destination">The absolute path of the destination.</param>
    /// <param name="surrounding">The absolute path of the folder above it that forbids it.</param>
    /// <param name="message">The reason, and the remedy.</param>
    public MisplacedDestinationException(string destination, string surrounding, string message)
        : base(message) => (Destination, Surrounding) = (destination, surrounding);

    /// <summary>The absolute path of the destination.</summary>
    public string Destination { get; }

    /// <summary>The absolute path of the folder above it that forbids it.</summary>
    public string Surrounding { get; }
}
