namespace OmeZarr;

/// <summary>What an acquisition has written.</summary>
/// <param name="Location">The path or address of the hierarchy.</param>
/// <param name="Images">Paths of its images in the hierarchy, in the order of the positions; empty text for the hierarchy itself. Positions of which no frame came have no image.</param>
/// <param name="Progress">The counts at the end.</param>
public sealed record AcquisitionReport(string Location, ValueList<string> Images, AcquisitionProgress Progress);
