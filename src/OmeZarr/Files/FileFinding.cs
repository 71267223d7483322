namespace OmeZarr.Files;

/// <summary>Something that a user must know about how a file was read.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">One sentence without a full stop that names the part of the file and the reason.</param>
public sealed record FileFinding(FileFindingKind Kind, string Message);

/// <summary>Kinds of findings.</summary>
public enum FileFindingKind
{
    /// <summary>The file has pixels or metadata that were not read.</summary>
    LeftOut,

    /// <summary>The file lacks pixels that its metadata promises. They are read as zeros.</summary>
    Missing,

    /// <summary>The file does not say something, so a likely meaning was assumed.</summary>
    Guessed,
}
