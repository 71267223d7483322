using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>A part and the place where it is built.</summary>
internal readonly record struct StagedPart<T>(T Part, StagedHierarchy Staged)
    where T : HierarchyPart;
