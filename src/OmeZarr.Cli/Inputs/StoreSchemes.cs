using Zarr.Azure;
using Zarr.S3;
using Zarr.Stores;

namespace OmeZarr.Cli.Inputs;

/// <summary>The addresses that the tool understands.</summary>
internal static class StoreSchemes
{
    /// <summary>The schemes in the order of messages.</summary>
    internal static IReadOnlyList<string> Known { get; } = ["file", "http", "https", "s3", "az"];

    /// <summary>Registers the stores of other packages, once for the process.</summary>
    internal static void Register()
    {
        // http:// and https:// belong to the engine.
        S3Stores.Register();
        StoreLocation.Register(new AzureScheme());
    }
}
