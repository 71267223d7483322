namespace OmeZarr;

/// <summary>What an acquisition has written.</summary>
/// <param name="Location">The path or address of the hierarchy.</param>
/// <param name="Images">Paths of its images in the hierarchy, in the order of the positions. The path is empty if the hierarchy is one image. A position without frames has no image, except in a well of which another field has frames.</param>
/// <param name="Progress">The counts at the end.</param>
public sealed record AcquisitionReport(string Location, ValueList<string> Images, AcquisitionProgress Progress);
