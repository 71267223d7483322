using Azure.Storage;
using Zarr.Azure.Blobs;

namespace Zarr.Azure.Accounts;

/// <summary>What the environment says of accounts, by the names that Azure's own tools use.</summary>
internal sealed class AccountSettings(Func<string, string?> variable)
{
    // Of the emulators; published in their documentation.
    private const string EmulatedAccount = "devstoreaccount1";
    private const string EmulatedKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    internal string? ConnectionString => Value("AZURE_STORAGE_CONNECTION_STRING");

    internal string? Account => Value("AZURE_STORAGE_ACCOUNT") ?? Value("AZURE_STORAGE_ACCOUNT_NAME");

    private string? Key => Value("AZURE_STORAGE_KEY") ?? Value("AZURE_STORAGE_ACCOUNT_KEY");

    /// <summary>The name of the account behind an address: the first part of its host, or of its path where the host is a number, as for emulators.</summary>
    internal static string AccountOf(Uri service) => service.HostNameType == UriHostNameType.Dns && service.Host.Contains('.')
        ? service.Host[..service.Host.IndexOf('.')]
        : service.AbsolutePath.Trim('/').Split('/')[0];

    /// <summary>The key for an account. None for an account that is not the one of the environment, if it names one.</summary>
    internal StorageSharedKeyCredential? KeyOf(Uri service)
    {
        var account = AccountOf(service);
        var key = account.Length == 0 ? null
            : account == EmulatedAccount && service.IsLoopback ? EmulatedKey
            : IsOurs(account) ? Key : null;
        try
        {
            return key is null ? null : new StorageSharedKeyCredential(account, key);
        }
        catch (FormatException)
        {
            throw new ArgumentException("AZURE_STORAGE_KEY is no key of a storage account: it is not Base64"); // without the inner exception, which might show it
        }
    }

    /// <summary>The token of the environment. It is sent to its own account only, because whoever receives it can use it.</summary>
    internal SasToken? TokenOf(Uri service) => Account is { } account && account == AccountOf(service) ? SasToken.Parse(Value("AZURE_STORAGE_SAS_TOKEN")) : null;

    private bool IsOurs(string account) => Account is null || Account == account;

    private string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
