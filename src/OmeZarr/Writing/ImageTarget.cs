using OmeZarr.Planning;

namespace OmeZarr.Writing;

/// <summary>The destination of an image, and its name in error messages.</summary>
/// <param name="Root">The path of the hierarchy, as the user gave it.</param>
/// <param name="Path">Path of the image in it; empty for the hierarchy itself.</param>
/// <param name="Context">The name of the image among others, for example <c>well A/1, field 0</c>; null for a single image.</param>
internal readonly record struct ImageTarget(string Root, string Path, string? Context)
{
    /// <summary>The beginning of error messages about the metadata.</summary>
    internal string Subject => Path.Length == 0 ? Root : System.IO.Path.Join(Root, Path);

    /// <summary>The destination of a label of the image.</summary>
    internal ImageTarget Label(string name) => new(
        Root,
        Path.Length == 0 ? $"{NodeNames.LabelsGroup}/{name}" : $"{Path}/{NodeNames.LabelsGroup}/{name}",
        Context is null ? $"label {name}" : $"{Context}, label {name}");

    /// <summary>Makes a plan; error messages name the context.</summary>
    internal T Plan<T>(Func<T> plan) => Context is { } context ? PlanContext.In(context, plan) : plan();
}
