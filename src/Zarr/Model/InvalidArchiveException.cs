namespace Zarr;

/// <summary>A file is no ZIP archive, or the directory of the archive is damaged, so that none of its values can be read. A single damaged value is a <see cref="CorruptDataException"/>.</summary>
public sealed class InvalidArchiveException : ZarrException
{
    /// <summary>The archive cannot be read for the reason in <paramref name="message"/>.</summary>
    public InvalidArchiveException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
