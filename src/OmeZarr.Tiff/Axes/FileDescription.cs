using OmeZarr.Files;

namespace OmeZarr.Tiff.Axes;

/// <summary>What a file says about one of its images.</summary>
internal sealed record FileDescription
{
    /// <summary>The program that wrote the description, for messages: <c>ImageJ</c>, <c>tifffile</c>.</summary>
    public required string Writer { get; init; }

    /// <summary>The axes of the pages, slowest first, including those of length 1. Axes without a letter are guessed.</summary>
    public required IReadOnlyList<PageAxis> PageAxes { get; init; }

    /// <summary>The letters of the axes within a page.</summary>
    public PlaneNames PlaneNames { get; init; } = PlaneNames.Usual;

    /// <summary>The reason why the page axes cannot be followed; null if the description is usable.</summary>
    public string? Problem { get; init; }

    /// <summary>Distances along the axes, by letter.</summary>
    public IReadOnlyDictionary<char, PhysicalSize> Sizes { get; init; } = new Dictionary<char, PhysicalSize>();

    /// <summary>Positions of the first pixel on the stage, by letter.</summary>
    public IReadOnlyDictionary<char, FilePosition> Position { get; init; } = new Dictionary<char, FilePosition>();

    /// <summary>The channels; used if there are as many as the image has.</summary>
    public IReadOnlyList<FileChannel> Channels { get; init; } = [];

    /// <summary>What it says that is not read, for the user; null for nothing.</summary>
    public string? LeftOut { get; init; }

    /// <summary>What was guessed about the axes within a page, for the user; null for nothing.</summary>
    public string? Guess { get; init; }

    public string? Name { get; init; }

    public FileImageKind Kind { get; init; }

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

    /// <summary>The description of a file that does not say what its pages are.</summary>
    public static FileDescription Unnamed(string writer, int pages) => new() { Writer = writer, PageAxes = [new PageAxis(null, pages)] };
}
