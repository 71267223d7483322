namespace OmeZarr.Tiff;

/// <summary>What a file has of the plate that was written to it.</summary>
public sealed record OmeTiffPlateResult
{
    /// <summary>The fields in the order of the file, as they were opened.</summary>
    public required IReadOnlyList<OmeImage> Fields { get; init; }

    /// <summary>What the plate and its fields have and the file has not; <see cref="Finding.Location"/> is the path in the store.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
