using System.Text.Json.Nodes;

namespace OmeZarr.Writing.Parts;

/// <summary>What is added to a growing hierarchy as a whole: a well, a series, a label.</summary>
internal abstract class HierarchyPart
{
    /// <summary>Path of its group in the hierarchy.</summary>
    internal abstract string Path { get; }

    /// <summary>Path of something in the part.</summary>
    /// <param name="piece">Path relative to the part; empty for the part itself.</param>
    internal string PathOf(string piece) => piece.Length == 0 ? Path : $"{Path}/{piece}";

    /// <summary>Its images, with their paths in the part.</summary>
    internal abstract IEnumerable<ImageJob> Jobs { get; }

    /// <summary>Attributes of its group; null if the group is one of the images.</summary>
    internal virtual JsonObject? Attributes => null;

    /// <summary>Its place in the order in which parts were asked for.</summary>
    internal long Number { get; set; }

    /// <summary>Whether it is in the hierarchy.</summary>
    internal bool HasLanded { get; set; }
}
