namespace OmeZarr.Files;

/// <summary>The distance between neighbouring elements along one axis: the size of a pixel, the spacing of slices, the time between frames.</summary>
/// <param name="Value">Finite and positive, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Name of the unit as OME-Zarr spells it, for example <c>micrometer</c> or <c>second</c>; null if the file gives a number without a unit.</param>
public readonly record struct PhysicalSize(double Value, string? Unit);
