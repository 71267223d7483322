using OmeZarr.V05;

namespace OmeZarr;

/// <summary>A channel of an acquisition.</summary>
/// <param name="Name">Its name, for example of the dye.</param>
/// <param name="Color">Its colour as six hexadecimal digits; null for a default.</param>
public sealed record AcquisitionChannel(string Name, string? Color = null)
{
    /// <summary>Which values are shown, and which there can be; null for the range of the data type.</summary>
    public OmeroWindow? Window { get; init; }
}
