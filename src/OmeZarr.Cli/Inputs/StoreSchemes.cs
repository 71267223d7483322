using Zarr.Azure;
using Zarr.Stores;

namespace OmeZarr.Cli.Inputs;

/// <summary>The addresses that the tool understands.</summary>
internal static class StoreSchemes
{
    /// <summary>The schemes in the order of messages.</summary>
    internal static IReadOnlyList<string> Known { get; } = ["file", "http", "https", "az"];

    /// <summary>Registers the stores of other packages, once for the process.</summary>
    internal static void Register()
    {
        // http:// and https:// belong to the engine.
        StoreLocation.Register(new AzureScheme());
    }
}
