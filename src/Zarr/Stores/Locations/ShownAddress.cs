namespace Zarr.Stores;

/// <summary>Addresses for messages.</summary>
internal static class ShownAddress
{
    /// <summary>An address without what may be secret: user and password, the query, which signs some addresses, and the fragment of a web address.</summary>
    internal static string Of(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? address.AsSpan(start).IndexOfAny('?', '#') : address.AsSpan(start).IndexOf('?');
        var shown = end < 0 ? address : address[..(start + end)];
        var host = shown.AsSpan(start);
        host = host.IndexOf('/') is >= 0 and var slash ? host[..slash] : host;
        return host.LastIndexOf('@') is >= 0 and var at ? string.Concat(shown.AsSpan(0, start), shown.AsSpan(start + at + 1)) : shown;
    }
}
