using OmeZarr.Writing.Filling;

namespace OmeZarr.Writing.Pyramids;

/// <summary>A level of a pyramid that is written.</summary>
/// <param name="Request">What was asked of the backend.</param>
/// <param name="Array">The created array.</param>
/// <param name="Done">Counts the units that are stored.</param>
internal sealed record WrittenLevel(ArrayRequest Request, IWritableArray Array, UnitCounter Done);
