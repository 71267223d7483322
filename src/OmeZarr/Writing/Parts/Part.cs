namespace OmeZarr.Writing.Parts;

/// <summary>A unit that is added to a growing hierarchy: a well, a series or a label.</summary>
internal abstract class Part
{
    /// <summary>Path of its group in the hierarchy.</summary>
    internal abstract string Path { get; }

    /// <summary>Path of a folder of the part, relative to the hierarchy.</summary>
    /// <param name="piece">Path relative to the part; empty for the part itself.</param>
    internal string PathOf(string piece) => piece.Length == 0 ? Path : $"{Path}/{piece}";

    /// <summary>Its images, with paths relative to the part.</summary>
    internal abstract IEnumerable<PlannedImage> Images { get; }

    /// <summary>The <c>zarr.json</c> of its group; null if the group is an image itself.</summary>
    internal virtual byte[]? Document => null;

    /// <summary>Whether its pixels are written later. Such a part must not be replaced while they are still being written.</summary>
    internal abstract bool IsPrepared { get; }

    /// <summary>Its sequence number among the parts of the builder.</summary>
    internal long Number { get; set; }

    /// <summary>Whether the part is in the hierarchy and listed.</summary>
    internal bool IsPublished { get; set; }
}
