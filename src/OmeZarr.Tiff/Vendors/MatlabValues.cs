namespace OmeZarr.Tiff.Vendors;

/// <summary>Values in the notation of MATLAB: <c>[1;2 3]</c>, <c>{'a' 'b'}</c>.</summary>
internal static class MatlabValues
{
    private const int Most = 4096;

    /// <summary>The numbers of an array or of a single value, in the order of the text.</summary>
    public static IReadOnlyList<double> Numbers(string? text) =>
        [.. (text ?? string.Empty).Split([' ', ',', ';', '[', ']'], StringSplitOptions.RemoveEmptyEntries).Take(Most).Select(word => Parsing.Numbers.Parse(word)).OfType<double>()];

    /// <summary>The texts in single quotes.</summary>
    public static IReadOnlyList<string> Texts(string? text) => [.. (text ?? string.Empty).Split('\'').Where((_, i) => i % 2 == 1).Take(Most)];
}
