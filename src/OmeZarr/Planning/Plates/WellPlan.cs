using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>The metadata of a well to write.</summary>
/// <param name="Row">Name of its row.</param>
/// <param name="Column">Name of its column.</param>
/// <param name="Well">Metadata of its group.</param>
internal sealed record WellPlan(string Row, string Column, Well Well)
{
    /// <summary>Path of its group on the plate.</summary>
    internal string Path { get; } = $"{Row}/{Column}";

    /// <summary>The name of the well in error messages.</summary>
    internal string Name => $"well {Path}";

    /// <summary>Its fields of view.</summary>
    internal ValueList<FieldOfView> Fields => Well.Definition.Images;
}
