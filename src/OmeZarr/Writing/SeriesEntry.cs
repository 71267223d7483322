using OmeZarr.OmeXml;

namespace OmeZarr.Writing;

/// <summary>A series that a builder knows of. Of its pixels and plans nothing is kept.</summary>
/// <param name="name">Its name.</param>
/// <param name="origin">How it came, for example <c>added via AddSeries</c>.</param>
/// <param name="number">Its place in the order of those calls.</param>
internal sealed class SeriesEntry(string name, string origin, long number)
{
    internal string Name => name;

    internal string Origin => origin;

    internal long Number => number;

    /// <summary>What OME-XML says about it; known when it lands.</summary>
    internal OmeXmlImage? Description { get; set; }

    internal ListedSeries Listed => new(Name, Description);

    /// <summary>Whether it is in the collection.</summary>
    internal bool HasLanded { get; set; }
}
