using OmeZarr.Files;

namespace OmeZarr.ImageFormats;

/// <summary>Where the voxels of a NIfTI file are in space. OME-Zarr knows sizes and positions along the axes, but no rotation.</summary>
internal static class NiftiPlacement
{
    /// <summary>The place of the first voxel along x, y and z; empty if there is none, or if the axes are rotated, mirrored or sheared.</summary>
    internal static IReadOnlyList<FilePosition> Position(NiftiFields fields) =>
        fields.HasMatrix && IsScaling(fields) ? [.. Enumerable.Range(0, 3).Select(axis => new FilePosition(fields.Matrix(axis, 3), fields.SpaceUnit))]
        : !fields.HasMatrix && fields.HasQuaternion && IsShift(fields) ? [.. Enumerable.Range(0, 3).Select(axis => new FilePosition(fields.Offset(axis), fields.SpaceUnit))]
        : [];

    /// <summary>Says that a transformation is left out.</summary>
    internal static IReadOnlyList<FileFinding> Findings(NiftiFields fields) => (fields.HasMatrix || fields.HasQuaternion) && Position(fields).Count == 0
        ? [new FileFinding(FileFindingKind.LeftOut, $"the orientation and position in space ({(fields.HasMatrix ? "sform" : "qform")}) are left out: they are more than sizes and a position along the axes")]
        : [];

    private static bool IsShift(NiftiFields fields) => fields.IsUpright && Enumerable.Range(0, 3).All(axis => double.IsFinite(fields.Offset(axis)));

    /// <summary>Whether the matrix has the sizes of the voxels on its diagonal, a finite position, and nothing else.</summary>
    private static bool IsScaling(NiftiFields fields) => Enumerable.Range(0, 3).All(row =>
        double.IsFinite(fields.Matrix(row, 3))
        && fields.SizeOf(row) is { } size && Math.Abs(fields.Matrix(row, row) - size.Value) <= size.Value * 1e-5
        && Enumerable.Range(0, 3).All(column => column == row || fields.Matrix(row, column) == 0));
}
