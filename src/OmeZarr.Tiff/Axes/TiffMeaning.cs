using OmeZarr.Files;

namespace OmeZarr.Tiff.Axes;

/// <summary>What a file holds, in the words of the program that wrote it.</summary>
internal sealed record TiffMeaning
{
    /// <inheritdoc cref="IImageFile.Format"/>
    public required string Format { get; init; }

    /// <inheritdoc cref="IImageFile.Images"/>
    public required IReadOnlyList<TiffSeries> Series { get; init; }

    /// <inheritdoc cref="IImageFile.Plate"/>
    public FilePlate? Plate { get; init; }

    /// <inheritdoc cref="IImageFile.Findings"/>
    public IReadOnlyList<FileFinding> Findings { get; init; } = [];

    /// <summary>The files of the set beyond the opened one.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>What must be disposed when the pixels are no longer read; null for nothing.</summary>
    public IDisposable? Resources { get; init; }

    /// <inheritdoc cref="IImageFile.OmeXml"/>
    public string? OmeXml { get; init; }
}
