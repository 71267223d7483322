using OmeZarr.OmeXml;

namespace OmeZarr.Writing.Parts;

/// <summary>A series as the documents of a collection list it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What OME-XML says about it; null if the user says it.</param>
internal readonly record struct ListedSeries(string Name, OmeXmlImage? Description);
