using System.Text.RegularExpressions;
using Zarr.Azure.Blobs;
using Zarr.Stores;

namespace Zarr.Azure.Accounts;

/// <summary>An address such as <c>az://container/path</c> or <c>az://account.blob.core.windows.net/container/path?sas</c>.</summary>
/// <param name="Service">The address of the account, if the address names it.</param>
/// <param name="Container">Name of the container.</param>
/// <param name="Path">The path in the container.</param>
/// <param name="Sas">The token in the address, if there is one.</param>
internal sealed partial record BlobAddress(Uri? Service, string Container, StorePrefix Path, SasToken? Sas)
{
    private const string Scheme = "az://";

    /// <exception cref="ArgumentException">The address cannot be understood. The message has no token.</exception>
    internal static BlobAddress Parse(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"an address in Azure begins with {Scheme}", nameof(address));
        }

        var (text, sas) = SplitToken(address[Scheme.Length..]);
        var first = text.Split('/')[0];
        return IsHost(first) ? OfUrl(first, text[first.Length..].Trim('/'), sas) : Of(null, text, sas);
    }

    private static BlobAddress OfUrl(string host, string path, SasToken? sas) =>
        Uri.TryCreate($"https://{host}", UriKind.Absolute, out var service) && service.UserInfo.Length == 0
            ? Of(service, Uri.UnescapeDataString(path), sas)
            : throw new ArgumentException($"{Scheme}{host} names no account; an example is {Scheme}account.blob.core.windows.net/container/cells.ome.zarr");

    private static BlobAddress Of(Uri? service, string text, SasToken? sas)
    {
        var slash = text.IndexOf('/');
        var (container, path) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..].TrimEnd('/'));
        return ContainerName().IsMatch(container)
            ? new BlobAddress(service, container, new StorePrefix(path), sas)
            : throw new ArgumentException($"{Scheme}{(service is null ? "" : $"{service.Host}/")}{text}: \"{container}\" is no name of a container. Names have 3 to 63 lower-case letters, digits and single hyphens; "
                + $"an address is {Scheme}container/path or {Scheme}account.blob.core.windows.net/container/path");
    }

    // A question mark may be part of a name.
    private static (string Text, SasToken? Sas) SplitToken(string text) =>
        text.LastIndexOf('?') is >= 0 and var mark && SasToken.Parse(text[mark..]) is { } sas ? (text[..mark], sas) : (text, null);

    // No name of a container has a dot or a colon.
    private static bool IsHost(string first) => first.Contains('.') || first.Contains(':');

    [GeneratedRegex(@"^(?=.{3,63}$)([a-z0-9]+(-[a-z0-9]+)*|\$root|\$web|\$logs)$", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
