using OmeZarr.Files;

namespace OmeZarr.Tiff.Axes;

/// <summary>The axes of the pages and the physical sizes, from the description in a file.</summary>
internal sealed record FileDescription
{
    /// <summary>The program that wrote the description, for messages: <c>ImageJ</c>, <c>tifffile</c>.</summary>
    public required string Writer { get; init; }

    /// <summary>The axes of the pages, slowest first, including those of length 1.</summary>
    public required IReadOnlyList<PageAxis> PageAxes { get; init; }

    /// <summary>The letter of the samples of a pixel; c by default.</summary>
    public char SampleName { get; init; } = 'c';

    /// <summary>The reason why the user must name the axes; null if the description is usable.</summary>
    public string? Problem { get; init; }

    /// <summary>The unit of x and y, to which the resolution tags refer; null if unknown.</summary>
    public string? Unit { get; init; }

    /// <summary>Distances along z and t, by letter.</summary>
    public IReadOnlyDictionary<char, PhysicalSize> Spacings { get; init; } = new Dictionary<char, PhysicalSize>();

    /// <summary>The product of the lengths of the page axes; -1 if it exceeds 63 bits.</summary>
    public long PageCount
    {
        get
        {
            var count = (Int128)1;
            foreach (var axis in PageAxes)
            {
                count = count > long.MaxValue ? count : count * axis.Length;
            }

            return count > long.MaxValue ? -1 : (long)count;
        }
    }
}
