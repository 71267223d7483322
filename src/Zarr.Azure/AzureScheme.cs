using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Zarr.Azure.Accounts;
using Zarr.Azure.Blobs;
using Zarr.Stores;

namespace Zarr.Azure;

/// <summary>
/// Opens addresses in Azure Blob Storage: <c>az://container/path</c> in the account of the environment, and <c>az://account.blob.core.windows.net/container/path</c>, which may end with a SAS token (<c>?sv=…</c>).
/// Register it by <see cref="StoreLocation.Register"/>.
/// </summary>
/// <remarks>
/// <para>The account of <c>az://container/path</c> is that of <see cref="StoreConnection.Endpoint"/> (for example <c>http://127.0.0.1:10000/devstoreaccount1</c>), else of <c>AZURE_STORAGE_CONNECTION_STRING</c>,
/// else of <c>AZURE_STORAGE_ACCOUNT</c>.</para>
/// <para>Credentials, the first that are there: none if <see cref="StoreConnection.IsAnonymous"/>; the SAS token of the address or of the endpoint; those of the connection string; <c>AZURE_STORAGE_KEY</c>;
/// <c>AZURE_STORAGE_SAS_TOKEN</c>; the <see cref="TokenCredential"/> of the scheme (signing in). Profiles and regions mean nothing to Azure.</para>
/// </remarks>
public sealed class AzureScheme : IStoreScheme
{
    private const int MaxRetries = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private static readonly string[] HostsOfAzure = [".blob.core.windows.net", ".blob.storage.azure.net", ".blob.core.usgovcloudapi.net", ".blob.core.chinacloudapi.cn"];

    private readonly AccountSettings settings;
    private readonly Lazy<TokenCredential> credential;
    private readonly AzureBlobOptions options;

    /// <summary>A scheme that finds keys, tokens and credentials in the environment.</summary>
    /// <param name="credential">Signs in where neither the address nor the environment has a key or a token; null for <c>DefaultAzureCredential</c>, which tries variables of the environment, managed identities, and the tools of
    /// Azure in which somebody has signed in (<c>az login</c>).</param>
    /// <param name="options">How the stores send requests; null for <see cref="AzureBlobOptions.Default"/>.</param>
    public AzureScheme(TokenCredential? credential = null, AzureBlobOptions? options = null)
        : this(Environment.GetEnvironmentVariable, credential, options)
    {
    }

    internal AzureScheme(Func<string, string?> variable, TokenCredential? credential = null, AzureBlobOptions? options = null)
    {
        settings = new AccountSettings(variable);
        this.credential = new Lazy<TokenCredential>(() => credential ?? new DefaultAzureCredential());
        this.options = (options ?? AzureBlobOptions.Default).Checked();
    }

    /// <inheritdoc/>
    public string Name => "az";

    /// <inheritdoc/>
    public (IStore Store, StorePrefix Path) Open(string address, StoreConnection connection)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(connection);
        var parsed = BlobAddress.Parse(address);
        return (new AzureBlobStore(ClientOf(parsed, connection), options), parsed.Path);
    }

    private static BlobClientOptions ClientOptions => new()
    {
        Retry = { Mode = RetryMode.Exponential, MaxRetries = MaxRetries, Delay = FirstDelay, MaxDelay = LongestDelay },
    };

    private BlobContainerClient ClientOf(BlobAddress address, StoreConnection connection)
    {
        if ((address.Service ?? connection.Endpoint) is not { } service)
        {
            if (settings.ConnectionString is { } text && !connection.IsAnonymous)
            {
                return OfConnectionString(text, address.Container);
            }

            service = new Uri($"https://{settings.Account ?? throw NoAccount(address)}.blob.core.windows.net");
        }

        var container = new UriBuilder(service) { Path = $"{service.AbsolutePath.TrimEnd('/')}/{address.Container}", Query = "" }.Uri;
        return connection.IsAnonymous ? new BlobContainerClient(container, ClientOptions)
            : (address.Sas ?? SasToken.Parse(service.Query)) is { } given ? OfToken(container, given)
            : settings.KeyOf(service) is { } key ? new BlobContainerClient(container, key, ClientOptions)
            : settings.TokenOf(service) is { } token ? OfToken(container, token)
            : new BlobContainerClient(container, SignedIn(service, isOfUser: address.Service is null), ClientOptions);
    }

    // Whoever receives what proves a signed-in user can act as that user.
    private TokenCredential SignedIn(Uri service, bool isOfUser) =>
        service.Scheme != Uri.UriSchemeHttps ? throw new ArgumentException($"{service.Host} is reached without encryption, so nobody signs in there. Set AZURE_STORAGE_KEY, use a SAS token, or ask for anonymous access")
        : isOfUser || HostsOfAzure.Any(end => service.Host.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? credential.Value
        : throw new ArgumentException($"{service.Host} is no host of Azure, so nobody signs in there. Give it as endpoint if you trust it, use a SAS token, or ask for anonymous access");

    private static BlobContainerClient OfToken(Uri container, SasToken token) => new(new UriBuilder(container) { Query = token.Text }.Uri, ClientOptions);

    private static BlobContainerClient OfConnectionString(string text, string container)
    {
        try
        {
            return new BlobContainerClient(text, container, ClientOptions);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new ArgumentException("AZURE_STORAGE_CONNECTION_STRING is no valid connection string; copy it from the portal (Access keys), or remove it"); // without the inner exception, which might show a key
        }
    }

    private static ArgumentException NoAccount(BlobAddress address) => new(
        $"az://{address.Container}/{address.Path}: the account is not known. Set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING, give an endpoint, or write az://ACCOUNT.blob.core.windows.net/{address.Container}/{address.Path}");
}
