using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OmeZarr.Viewer.Http;

/// <summary>Lets requests pass that come from this machine's own page, or from programs that know the token.</summary>
/// <remarks>
/// A web page of another origin can send requests to 127.0.0.1, under that name or under a name of its own that it makes to lead there. The name is in the header Host, the origin in the header Origin.
/// </remarks>
internal sealed class RequestGuard(string token)
{
    private readonly byte[] expected = Encoding.ASCII.GetBytes(token);

    /// <summary>Whether the request names this server as its host, with the port on which it came.</summary>
    internal static bool HasOwnHost(HttpContext context) =>
        context.Request.Host is { HasValue: true } host && host.Host is "127.0.0.1" or "localhost" && (host.Port ?? 80) == context.Connection.LocalPort;

    /// <summary>Whether the origin of the request, if it states one, is this server.</summary>
    internal static bool HasOwnOrigin(HttpContext context) =>
        context.Request.Headers.Origin.All(origin => $"http://{context.Request.Host.Value}".Equals(origin, StringComparison.OrdinalIgnoreCase));

    /// <summary>The path below the token, beginning with a slash; null if the token is wrong. The comparison takes the same time whatever the token is.</summary>
    internal string? PathBelowToken(PathString path)
    {
        var text = path.Value ?? string.Empty;
        var end = text.Length > 1 && text.IndexOf('/', 1) is > 0 and var slash ? slash : text.Length;
        var given = Encoding.UTF8.GetBytes(text[Math.Min(1, text.Length)..end]);
        return CryptographicOperations.FixedTimeEquals(given, expected) ? text[end..] : null;
    }
}
