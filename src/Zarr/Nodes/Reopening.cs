namespace Zarr.Nodes;

/// <summary>Opens nodes that a writer may replace meanwhile. Compiled into OmeZarr, too.</summary>
internal static class Reopening
{
    private const int MaxAttempts = 20;

    /// <summary>Opens a node, and tries again if the node is replaced meanwhile.</summary>
    /// <exception cref="NodeReplacedException">The node is replaced again and again.</exception>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> open, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await open().ConfigureAwait(false);
            }
            catch (NodeReplacedException) when (attempt < MaxAttempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
