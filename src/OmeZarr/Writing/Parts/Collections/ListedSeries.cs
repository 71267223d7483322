using OmeZarr.OmeXml;

namespace OmeZarr.Writing.Parts.Collections;

/// <summary>The entry of a series in the documents of a collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description in OME-XML; null if the user provides the OME-XML.</param>
internal readonly record struct ListedSeries(string Name, OmeXmlImage? Description);
