namespace OmeZarr.Tiff.Axes;

/// <summary>What the description in a file says of the axes of its pages and of physical sizes.</summary>
internal sealed record FileDescription
{
    /// <summary>Who wrote it, for messages: <c>ImageJ</c>, <c>tifffile</c>.</summary>
    public required string Writer { get; init; }

    /// <summary>The axes of the pages, slowest first, those of length 1 too.</summary>
    public required IReadOnlyList<PageAxis> PageAxes { get; init; }

    /// <summary>The name that it gives to the samples of a pixel; c unless it says otherwise.</summary>
    public char SampleName { get; init; } = 'c';

    /// <summary>Why the description cannot be followed without help of the user; null if it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The unit of x and y, of which the resolution tags then count the pixels in one; null if unknown.</summary>
    public string? Unit { get; init; }

    /// <summary>Distances along z and t, by letter.</summary>
    public IReadOnlyDictionary<char, PhysicalSize> Spacings { get; init; } = new Dictionary<char, PhysicalSize>();

    /// <summary>Number of pages that it speaks of; -1 if that is beyond 63 bits.</summary>
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
