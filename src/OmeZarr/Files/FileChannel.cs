namespace OmeZarr.Files;

/// <summary>What a file says about one channel.</summary>
public sealed record FileChannel
{
    /// <summary>The name, for example of the dye; null if the file does not name the channel.</summary>
    public string? Name { get; init; }

    /// <summary>The display colour as six hexadecimal digits, <c>RRGGBB</c>; null if the file does not say it.</summary>
    public string? Color { get; init; }

    /// <summary>The values shown as black and as full colour; null if the file does not say them.</summary>
    public (double Start, double End)? Window { get; init; }

    /// <summary>Whether small values are shown bright and large values dark.</summary>
    public bool IsInverted { get; init; }

    /// <summary>Wavelength of the emitted light, in nanometres; null if the file does not say it.</summary>
    public double? EmissionWavelength { get; init; }
}
