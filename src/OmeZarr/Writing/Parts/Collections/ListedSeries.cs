using OmeZarr.OmeXml;

namespace OmeZarr.Writing.Parts;

/// <summary>The entry of a series in the documents of a collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description in OME-XML; null if it needs none, or OME-XML cannot describe it.</param>
/// <param name="Problem">The reason why OME-XML cannot describe it; null if it can.</param>
internal readonly record struct ListedSeries(string Name, OmeXmlImage? Description = null, string? Problem = null);
