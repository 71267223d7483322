namespace OmeZarr.Viewer.Messages;

/// <summary>The origins of web pages that may read raw values.</summary>
internal sealed class AllowedOrigins
{
    private readonly HashSet<string> origins = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">A text is no origin.</exception>
    internal AllowedOrigins(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            origins.Add(Parse(text));
        }
    }

    internal IReadOnlyCollection<string> All => origins;

    internal bool Contains(string? origin) => origin is not null && origins.Contains(origin);

    private static string Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new ArgumentException($"{text} is not the origin of a web page; an example is https://neuroglancer-demo.appspot.com", nameof(text));
}
