namespace OmeZarr.Tiff.OmeXml;

/// <summary>An image and its pixels.</summary>
internal sealed record ImageElement
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Its pixels; null if it has none.</summary>
    public PixelsElement? Pixels { get; init; }

    /// <summary>Number of further elements Pixels, which are not read.</summary>
    public int OtherPixels { get; init; }

    /// <summary>The place on the stage by letter, from the element StageLabel.</summary>
    public IReadOnlyDictionary<char, OmeQuantity> StageLabel { get; init; } = new Dictionary<char, OmeQuantity>();

    /// <summary>The name and the number of the image in its document, for messages.</summary>
    public string Describe(int number) => Name is { Length: > 0 } name ? $"image {number} \"{name}\"" : $"image {number}";
}

/// <summary>A number with a unit as the schema spells it.</summary>
/// <param name="Value">Finite.</param>
/// <param name="Unit">The symbol of the unit, for example <c>µm</c>.</param>
internal readonly record struct OmeQuantity(double Value, string Unit);
