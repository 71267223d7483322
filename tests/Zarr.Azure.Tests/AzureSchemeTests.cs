using Azure.Core;
using Xunit;
using Zarr.Stores;

namespace Zarr.Azure.Tests;

public sealed class AzureSchemeTests
{
    private const string Signature = "sv=2025-01-05&sr=c&sp=rl&se=2020-01-01T00%3A00%3A00Z&sig=SECRET%3D";
    private static readonly string Key = Convert.ToBase64String(new byte[64]);

    private readonly Dictionary<string, string> variables = [];

    private AzureScheme Scheme => new(variables.GetValueOrDefault, new NoCredential());

    [Theory]
    [InlineData("az://images/screens/cells.ome.zarr", "https://lab.blob.core.windows.net/images", "screens/cells.ome.zarr")]
    [InlineData("az://images", "https://lab.blob.core.windows.net/images", "")]
    [InlineData("az://images/", "https://lab.blob.core.windows.net/images", "")]
    [InlineData("az://images/a b/c?d#e%20/", "https://lab.blob.core.windows.net/images", "a b/c?d#e%20")]
    [InlineData("AZ://$root/a", "https://lab.blob.core.windows.net/$root", "a")]
    [InlineData("az://other.blob.core.windows.net/images/a%20b/c", "https://other.blob.core.windows.net/images", "a b/c")]
    [InlineData("az://other.blob.core.windows.net/images?sv=1&sig=x%3D", "https://other.blob.core.windows.net/images", "")]
    public void An_address_names_account_container_and_path(string address, string container, string path)
    {
        variables["AZURE_STORAGE_ACCOUNT"] = "lab";
        Assert.Equal((container, path), Opened(address));
    }

    [Theory]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1", "http://127.0.0.1:10000/devstoreaccount1/images")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/", "http://127.0.0.1:10000/devstoreaccount1/images")]
    [InlineData("https://lab.blob.core.windows.net", "https://lab.blob.core.windows.net/images")]
    public void An_endpoint_names_the_account(string endpoint, string container)
    {
        variables["AZURE_STORAGE_CONNECTION_STRING"] = "UseDevelopmentStorage=true";
        Assert.Equal((container, "a"), Opened("az://images/a", new StoreConnection { Endpoint = new Uri(endpoint) }));
    }

    [Fact]
    public void A_connection_string_names_the_account()
    {
        variables["AZURE_STORAGE_CONNECTION_STRING"] = $"DefaultEndpointsProtocol=https;AccountName=lab;AccountKey={Key};EndpointSuffix=core.windows.net";
        variables["AZURE_STORAGE_ACCOUNT"] = "another";
        Assert.Equal(("https://lab.blob.core.windows.net/images", "a"), Opened("az://images/a"));
    }

    [Theory]
    [InlineData("az://", "is no name of a container")]
    [InlineData("az://Images/a", "\"Images\" is no name of a container")]
    [InlineData("az://ab", "\"ab\" is no name of a container")]
    [InlineData("az://a--b/c", "\"a--b\" is no name of a container")]
    [InlineData("az://lab.blob.core.windows.net", "\"\" is no name of a container")]
    [InlineData("az://user:secret@lab.blob.core.windows.net/images", "names no account")]
    [InlineData("az://images/a/../b", "a part is . or ..")]
    [InlineData("az://lab.blob.core.windows.net/images/a/%2E%2E/b", "a part is . or ..")]
    [InlineData("az://images/a//b", "a part is empty")]
    public void An_address_that_cannot_be_understood_is_refused(string address, string message)
    {
        variables["AZURE_STORAGE_ACCOUNT"] = "lab";
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Scheme.Open(address, StoreConnection.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_account_the_message_tells_how_to_name_one()
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Scheme.Open("az://images/a", StoreConnection.Default));
        Assert.Contains("Set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_shows_a_token_or_a_key()
    {
        variables["AZURE_STORAGE_CONNECTION_STRING"] = "AccountKey=SECRET;SECRET";
        variables["AZURE_STORAGE_KEY"] = "SECRET!";
        string[] addresses = [$"az://Wrong/a?{Signature}", $"az://lab.blob.core.windows.net/Wrong?{Signature}", $"az://images/../a?{Signature}", "az://images/a", "az://lab.blob.core.windows.net/images"];
        Assert.All(addresses, address => Assert.DoesNotContain("SECRET", Assert.ThrowsAny<ArgumentException>(() => Scheme.Open(address, StoreConnection.Default)).ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("az://evil.example.com/images/a", "is no host of Azure")]
    [InlineData("az://blob.core.windows.net.example.com/images/a", "is no host of Azure")]
    public void Nobody_signs_in_at_a_host_of_an_address_that_is_not_of_Azure(string address, string message)
    {
        variables["AZURE_STORAGE_ACCOUNT"] = "lab";
        variables["AZURE_STORAGE_SAS_TOKEN"] = Signature;
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Scheme.Open(address, StoreConnection.Default)).Message, StringComparison.Ordinal);
        Assert.Equal("a", Scheme.Open(address, new StoreConnection { IsAnonymous = true }).Path.Value);
    }

    [Fact]
    public void Nobody_signs_in_without_encryption()
    {
        var connection = new StoreConnection { Endpoint = new Uri("http://storage.example.com") };
        Assert.Contains("without encryption", Assert.ThrowsAny<ArgumentException>(() => Scheme.Open("az://images/a", connection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_the_environment_goes_to_its_own_account_only()
    {
        variables["AZURE_STORAGE_ACCOUNT"] = "lab";
        variables["AZURE_STORAGE_SAS_TOKEN"] = $"?{Signature}";
        Assert.Equal("https://lab.blob.core.windows.net/images", Opened("az://images/a").Container); // no credential is asked for
        var (other, _) = Scheme.Open("az://other.blob.core.windows.net/images/a", StoreConnection.Default);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await other.GetLengthAsync(new StoreKey("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_location_opens_it_after_the_registration()
    {
        variables["AZURE_STORAGE_ACCOUNT"] = "lab";
        StoreLocation.Register(Scheme);
        var (store, path) = StoreLocation.Parse("az://images/cells.ome.zarr").Below("labels").Open();
        Assert.IsType<AzureBlobStore>(store);
        Assert.Equal("cells.ome.zarr/labels", path.Value);
    }

    private (string Container, string Path) Opened(string address, StoreConnection? connection = null)
    {
        var (store, path) = Scheme.Open(address, connection ?? StoreConnection.Default);
        return (Assert.IsType<AzureBlobStore>(store).Address.GetLeftPart(UriPartial.Path), path.Value);
    }

    private sealed class NoCredential : TokenCredential
    {
        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException("nobody signs in here");

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException("nobody signs in here");
    }
}
