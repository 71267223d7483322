using System.CommandLine;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary>The options of all commands that say how addresses are reached.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> endpoint = new("--endpoint")
    {
        HelpName = "URL",
        Description = "The server of s3:// or az:// addresses, such as http://localhost:9000 for MinIO. Default: that of the service.",
        Recursive = true,
    };

    private readonly Option<bool> anonymous = new("--anonymous") { Description = "Send no credentials to the server of an address, as public data allow.", Recursive = true };

    private readonly Option<string?> profile = new("--profile")
    {
        HelpName = "NAME",
        Description = "The profile of credentials in the configuration of the service, for s3:// addresses. Default: the one that the environment names.",
        Recursive = true,
    };

    private readonly Option<string?> region = new("--region") { HelpName = "NAME", Description = "The region of the service, such as eu-central-1. Default: the configured one.", Recursive = true };

    internal void AddTo(RootCommand root)
    {
        foreach (var option in All)
        {
            root.Options.Add(option);
        }
    }

    /// <summary>The options as they were given.</summary>
    internal IEnumerable<string> ArgumentsOf(ParseResult parsed) =>
        All.Where(option => parsed.GetResult(option) is { Implicit: false }).SelectMany(option => parsed.GetResult(option)!.Tokens.Select(token => token.Value).Prepend(option.Name));

    private Option[] All => [endpoint, anonymous, profile, region];

    /// <exception cref="UsageException">The endpoint is no URL of a server.</exception>
    internal StoreConnection Read(ParseResult parsed) => new()
    {
        Endpoint = parsed.GetValue(endpoint) is { } url ? EndpointOf(url) : null,
        IsAnonymous = parsed.GetValue(anonymous),
        Profile = parsed.GetValue(profile),
        Region = parsed.GetValue(region),
    };

    private static Uri EndpointOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        ? uri
        : throw new UsageException($"--endpoint {Quote.IfNeeded(text)}: give the address of a server, such as http://localhost:9000");
}
