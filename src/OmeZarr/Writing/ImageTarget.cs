using OmeZarr.Planning;

namespace OmeZarr.Writing;

/// <summary>Where an image will be, and what errors call it.</summary>
/// <param name="Root">The path of the hierarchy, as the user gave it.</param>
/// <param name="Path">Path of the image in it; empty for the hierarchy itself.</param>
/// <param name="Context">What the image is, for example <c>well A/1, field 0</c>; null if it is the only one.</param>
internal readonly record struct ImageTarget(string Root, string Path, string? Context)
{
    /// <summary>What errors about the metadata begin with.</summary>
    internal string Subject => Path.Length == 0 ? Root : System.IO.Path.Join(Root, Path);

    /// <summary>Where a label of the image will be.</summary>
    internal ImageTarget Label(string name) => new(
        Root,
        Path.Length == 0 ? $"{PlannedImages.LabelsGroup}/{name}" : $"{Path}/{PlannedImages.LabelsGroup}/{name}",
        Context is null ? $"label {name}" : $"{Context}, label {name}");

    /// <summary>Makes a plan, whose errors tell the context.</summary>
    internal T Plan<T>(Func<T> plan) => Context is { } context ? PlanContext.In(context, plan) : plan();
}
