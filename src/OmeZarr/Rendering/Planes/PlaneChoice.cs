namespace OmeZarr.Rendering.Planes;

/// <summary>The planes of a picture, in level 0.</summary>
/// <param name="Z">Index of the plane; null for the largest values of all.</param>
/// <param name="T">Index of the time point.</param>
/// <param name="Depth">Number of planes in level 0.</param>
internal sealed record PlaneChoice(long? Z, long T, long Depth);
