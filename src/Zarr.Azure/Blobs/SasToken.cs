using System.Globalization;

namespace Zarr.Azure.Blobs;

/// <summary>A shared access signature: the query of an address, which gives access for some time.</summary>
/// <param name="Text">The query without its question mark.</param>
/// <param name="Start">When it becomes valid; null if it says nothing.</param>
/// <param name="Expiry">When it expires; null if it says nothing.</param>
internal sealed record SasToken(string Text, DateTimeOffset? Start, DateTimeOffset? Expiry)
{
    /// <summary>A token from its text, with or without the question mark; null if the text has no signature.</summary>
    internal static SasToken? Parse(string? query)
    {
        var text = query?.TrimStart('?') ?? "";
        return Value(text, "sig") is null ? null : new SasToken(text, Time(text, "st"), Time(text, "se"));
    }

    // A record would print the signature.
    public override string ToString() => "a SAS token";

    private static string? Value(string query, string name) => query.Split('&')
        .Where(part => part.StartsWith($"{name}=", StringComparison.Ordinal))
        .Select(part => Uri.UnescapeDataString(part[(name.Length + 1)..]))
        .FirstOrDefault();

    private static DateTimeOffset? Time(string query, string name) =>
        DateTimeOffset.TryParse(Value(query, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
