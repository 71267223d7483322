namespace OmeZarr;

/// <summary>Tasks of a plan that may run at the same time. Each wave needs what the waves before it have written.</summary>
/// <param name="Tasks">Number of tasks; 0 if <see cref="ConversionPlan.FinishAsync"/> does the work of this wave, because it is little.</param>
/// <param name="Parts">Number of parts.</param>
/// <param name="Bytes">Bytes of pixels that all parts read.</param>
/// <param name="LargestTask">Bytes of pixels that the largest task reads.</param>
public sealed record ConversionWave(int Tasks, int Parts, long Bytes, long LargestTask);
