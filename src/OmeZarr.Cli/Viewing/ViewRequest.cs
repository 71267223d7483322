using Zarr.Stores;

namespace OmeZarr.Cli.Viewing;

/// <summary>What is shown, and to whom.</summary>
/// <param name="Path">Folder, archive or address.</param>
internal sealed record ViewRequest(StoreLocation Path)
{
    /// <summary>The port; 0 for a free one.</summary>
    internal int Port { get; init; }

    /// <summary>Whether there is a page; otherwise only stored values are served.</summary>
    internal bool ServesPage { get; init; } = true;

    /// <summary>Whether the browser is opened.</summary>
    internal bool OpensBrowser { get; init; }

    internal IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether the address is printed for programs.</summary>
    internal bool IsJson { get; init; }
}
