using System.Net.Http.Headers;
using System.Text;

namespace Zarr.Stores.Http;

/// <summary>The address of a store: what precedes the keys, and what follows them.</summary>
internal sealed class HttpAddress
{
    private readonly string start;
    private readonly string query;

    /// <exception cref="ArgumentException">The address is not absolute, or neither <c>http</c> nor <c>https</c>.</exception>
    internal HttpAddress(Uri address)
    {
        if (!address.IsAbsoluteUri || !IsHttp(address))
        {
            throw new ArgumentException("an address that begins with http:// or https:// is needed, for example https://example.org/cells.ome.zarr", nameof(address));
        }

        (start, query, Origin) = (Shown(address).TrimEnd('/'), address.Query, address);
        Authorization = address.UserInfo.Length > 0
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))))
            : null;
    }

    /// <summary>The credentials in the address; null if there are none.</summary>
    internal AuthenticationHeaderValue? Authorization { get; }

    /// <summary>An address with the scheme, host and port of the store.</summary>
    internal Uri Origin { get; }

    /// <summary>The address of a value.</summary>
    internal Uri Of(StoreKey key) => new($"{Shown(key)}{query}");

    /// <summary>The address of a value for messages: without user and query, which may be secret.</summary>
    internal string Shown(StoreKey key) => $"{start}/{string.Join('/', key.Value.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>An address for messages: without user, query and fragment.</summary>
    internal static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    internal static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether credentials for one address may be sent to the other.</summary>
    internal bool IsSameOrigin(Uri other) => Uri.Compare(Origin, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    public override string ToString() => start;
}
