using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>A part and its staging folder.</summary>
internal readonly record struct StagedPart<T>(T Part, StagedHierarchy Staged)
    where T : Part;
