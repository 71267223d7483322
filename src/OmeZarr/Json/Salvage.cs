namespace OmeZarr.Json;

/// <summary>
/// Reading that goes on behind broken parts, for nodes that are opened: what is not needed to find the arrays is left out or assumed. Strict reading
/// has reported what is missing.
/// </summary>
/// <param name="EarlierVersion">The version of a document of 0.1, 0.2 or 0.3, which has fewer members; null for 0.4 and 0.5.</param>
internal sealed record Salvage(string? EarlierVersion)
{
    /// <summary>Salvages a document of 0.4 or 0.5.</summary>
    public static Salvage Current { get; } = new((string?)null);
}
