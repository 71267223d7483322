namespace Zarr.Stores.Zip;

/// <summary>What is unusual about an archive, in sentences; of each kind the first few.</summary>
internal sealed class ArchiveRemarks
{
    private const int MaxShown = 10;

    private readonly List<string> sentences = [];
    private long leftOut;

    internal void Add(string sentence) => sentences.Add(sentence);

    internal void LeftOut(string name, string reason)
    {
        if (++leftOut <= MaxShown)
        {
            sentences.Add($"The entry \"{Printable(name)}\" is left out: {reason}.");
        }
    }

    internal IReadOnlyList<string> ToList() => leftOut <= MaxShown ? [.. sentences] : [.. sentences, $"{leftOut - MaxShown} more entries are left out for such reasons."];

    private static string Printable(string name) => string.Concat(name.Select(letter => char.IsControl(letter) ? '\ufffd' : letter));
}
