namespace OmeZarr.Rendering.Plates;

/// <summary>Capital letters and digits of 3 x 5 pixels, for the names of rows and columns.</summary>
internal static class BitmapFont
{
    /// <summary>Width of a character with the gap after it.</summary>
    internal const int Advance = 4;

    internal const int Height = 5;

    private const int Width = 3;

    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.";

    // Five rows of three bits for each character, as octal digits from the top: 7 is a full row, 4 its left pixel.
    private const string Rows =
        "75557" + "26227" + "71747" + "71717" + "55711" + "74717" + "74757" + "71111" + "75757" + "75717"
        + "25755" + "65656" + "34443" + "65556" + "74647" + "74644" + "34553" + "55755" + "72227" + "11152" + "55655" + "44447" + "57755"
        + "57775" + "25552" + "65644" + "25573" + "65655" + "34216" + "72222" + "55557" + "55552" + "55775" + "55255" + "55222" + "71247"
        + "00700" + "00007" + "00002";

    /// <summary>Width of a text in pixels, without a gap after it.</summary>
    internal static int Measure(string text) => Math.Max(0, (text.Length * Advance) - 1);

    /// <summary>The pixels of a text, from its upper left corner. Characters that the font lacks are full boxes.</summary>
    internal static IEnumerable<(int X, int Y)> Pixels(string text) =>
        from character in text.ToUpperInvariant().Index()
        let index = Characters.IndexOf(character.Item, StringComparison.Ordinal)
        let rows = index < 0 ? "77777" : Rows.Substring(index * Height, Height)
        from y in Enumerable.Range(0, Height)
        from x in Enumerable.Range(0, Width)
        where ((rows[y] - '0') >> (Width - 1 - x) & 1) == 1
        select ((character.Index * Advance) + x, y);
}
