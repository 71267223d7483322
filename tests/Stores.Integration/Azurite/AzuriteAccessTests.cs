using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using TestKit;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Azurite;

public sealed class AzuriteAccessTests(AzuriteServer server) : IAsyncLifetime
{
    private BlobContainerClient container = null!;
    private Uri endpoint = null!;

    public async ValueTask InitializeAsync()
    {
        container = await server.NewContainerAsync();
        endpoint = await server.EndpointAsync();
        await new AzureBlobStore(container).WriteAsync("a/b", 1, 2, 3);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_scheme_knows_the_key_of_emulators()
    {
        var (store, path) = new AzureScheme().Open($"az://{container.Name}/a", new StoreConnection { Endpoint = endpoint });
        Assert.Equal([1, 2, 3], await store.ReadAsync(path.Key("b").Value));
    }

    [Fact]
    public async Task A_token_allows_what_it_says_and_nothing_else()
    {
        var store = Opened($"?{Token(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List, TimeSpan.FromHours(1))}");
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Equal(["a/b"], await store.KeysAsync());
        Assert.Contains("do not allow this", (await Assert.ThrowsAsync<AzureStoreException>(() => store.WriteAsync("a/c", 1))).Message, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync("a/c"));
    }

    [Fact]
    public async Task An_expired_token_is_named()
    {
        var token = Token(BlobContainerSasPermissions.Read, TimeSpan.FromHours(-1));
        var error = await Assert.ThrowsAsync<AzureStoreException>(() => Opened($"?{token}").ReadAsync("a/b"));
        Assert.True(error.Message.Contains("the SAS token has expired at", StringComparison.Ordinal), error.ToString());
        Assert.DoesNotContain(token[(token.IndexOf("sig=", StringComparison.Ordinal) + 4)..], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_access_reads_public_data_only()
    {
        var connection = new StoreConnection { Endpoint = endpoint, IsAnonymous = true };
        var (store, _) = new AzureScheme().Open($"az://{container.Name}", connection);
        await Assert.ThrowsAsync<AzureStoreException>(() => store.ReadAsync("a/b"));
        await container.SetAccessPolicyAsync(PublicAccessType.BlobContainer, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Null(await store.ReadAsync("a/c"));
        await Assert.ThrowsAsync<AzureStoreException>(() => ((IWritableStore)store).WriteAsync("a/b", 1));
    }

    [Fact]
    public async Task A_wrong_key_and_a_missing_container_are_named()
    {
        var wrong = new AzureBlobStore(new BlobContainerClient(container.Uri, new StorageSharedKeyCredential(AzuriteServer.Account, Convert.ToBase64String(new byte[64]))));
        Assert.Contains("access is denied", (await Assert.ThrowsAsync<AzureStoreException>(() => wrong.ReadAsync("a/b"))).Message, StringComparison.Ordinal); // Azure itself says AuthenticationFailed
        var missing = new AzureBlobStore(await server.ContainerAsync("missing"));
        foreach (var act in (Func<Task>[])[() => missing.ReadAsync("a"), () => missing.WriteAsync("a", 1), () => missing.KeysAsync(), async () => await missing.GetLengthAsync(new StoreKey("a"))])
        {
            Assert.Contains("the container does not exist", (await Assert.ThrowsAsync<AzureStoreException>(act)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Folders_of_accounts_with_hierarchical_namespace_are_no_values()
    {
        var store = new AzureBlobStore(container);
        foreach (var folder in new[] { "a/folder", "a/folder/below" }) // as such accounts show them
        {
            var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } };
            await container.GetBlobClient(folder).UploadAsync(BinaryData.Empty, options, TestContext.Current.CancellationToken);
        }

        await store.WriteAsync("a/folder/below/value", 1);
        Assert.Null(await store.ReadAsync("a/folder"));
        Assert.Null(await store.GetLengthAsync(new StoreKey("a/folder"), TestContext.Current.CancellationToken));
        Assert.Equal(["a/b", "a/folder/below/value"], await store.KeysAsync());
        await store.DeletePrefixAsync(new StorePrefix("a"), TestContext.Current.CancellationToken);
        Assert.Empty(await store.ListChildrenAsync(StorePrefix.Root, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Names_that_are_no_keys_are_left_out_of_lists()
    {
        foreach (var name in new[] { "a//b", "a/folder/", "a/b\\c" })
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(new byte[1]), TestContext.Current.CancellationToken);
        }

        var store = new AzureBlobStore(container);
        Assert.Contains("a/b", await store.KeysAsync());
        Assert.All(await store.KeysAsync(), key => Assert.DoesNotContain("//", key, StringComparison.Ordinal));
        Assert.DoesNotContain("", await store.ListChildrenAsync(new StorePrefix("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_suffix_takes_two_requests_and_other_parts_one()
    {
        var watch = new RequestLog();
        var store = new AzureBlobStore(await server.ContainerAsync(container.Name, watch));
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b"));
        Assert.Equal([2], await store.ReadAsync("a/b", ByteRange.FromOffset(1, 1)));
        Assert.Null(await store.ReadAsync("a/x"));
        Assert.Equal((3, 0), (watch.Of("GET"), watch.Of("HEAD")));
        Assert.Equal([3], await store.ReadAsync("a/b", ByteRange.Suffix(1)));
        Assert.Equal((4, 1), (watch.Of("GET"), watch.Of("HEAD")));
    }

    private string Token(BlobContainerSasPermissions permissions, TimeSpan validity)
    {
        var builder = new BlobSasBuilder(permissions, DateTimeOffset.UtcNow + validity) { BlobContainerName = container.Name, Resource = "c" };
        return builder.ToSasQueryParameters(new StorageSharedKeyCredential(AzuriteServer.Account, AzuriteServer.Key)).ToString();
    }

    private AzureBlobStore Opened(string token) => (AzureBlobStore)new AzureScheme().Open($"az://{container.Name}{token}", new StoreConnection { Endpoint = endpoint }).Store;
}
