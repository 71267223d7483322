using Zarr;

namespace OmeZarr.Reading;

/// <summary>Opens hierarchies that others replace meanwhile: what is opened belongs to one of them.</summary>
internal static class Reopening
{
    /// <summary>A writer that replaces a small image over and over is met so often at most.</summary>
    private const int MostAttempts = 20;

    /// <summary>Opens something, from its root on; again, if the root is replaced meanwhile.</summary>
    /// <exception cref="NodeReplacedException">It is replaced again and again.</exception>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> open, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await open().ConfigureAwait(false);
            }
            catch (NodeReplacedException) when (attempt < MostAttempts)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
