namespace OmeZarr.Tiff;

/// <summary>The distance between neighbouring elements along one axis: the size of a pixel, the spacing of slices, the time between frames.</summary>
/// <param name="Value">Finite and positive, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Name of the unit as OME-Zarr spells it, for example <c>micrometer</c> or <c>second</c>.</param>
public readonly record struct PhysicalSize(double Value, string Unit);
