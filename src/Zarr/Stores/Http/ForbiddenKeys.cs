namespace Zarr.Stores.Http;

/// <summary>
/// Decides what 403 means. Servers of S3 answer so for keys that do not exist, if the caller may not list the bucket. Others answer so for values that exist. Taking a forbidden chunk for an absent one
/// would give fill values instead of its elements, so that 403 counts as absent only if the server gives that answer for a key that certainly does not exist, and if the permission to read has not ended
/// meanwhile.
/// </summary>
/// <param name="isAllowed">Whether 403 can mean absent at all.</param>
/// <param name="ask">Asks the server for a key.</param>
internal sealed class ForbiddenKeys(bool isAllowed, Func<StoreKey, CancellationToken, ValueTask<HttpAnswerKind>> ask)
{
    private volatile string? readable;
    private volatile bool hasMissing;
    private volatile bool forbidsMissing;

    /// <summary>Whether no key but forbidden ones is known.</summary>
    internal bool IsEverything => forbidsMissing && readable is null;

    /// <summary>Notes an answer that was not 403.</summary>
    internal void Note(StoreKey key, HttpAnswerKind kind)
    {
        switch (kind)
        {
            case HttpAnswerKind.Found or HttpAnswerKind.Unsatisfiable:
                readable = key.Value;
                break;
            case HttpAnswerKind.Missing:
                hasMissing = true;
                break;
        }
    }

    /// <summary>Whether a key for which the server has just answered 403 is absent.</summary>
    internal async ValueTask<bool> MeansAbsentAsync(StoreKey key, CancellationToken cancellationToken)
    {
        if (!isAllowed || hasMissing)
        {
            return false;
        }

        if (!forbidsMissing)
        {
            var missing = new StoreKey($"{key.Value}.{Guid.NewGuid():N}");
            if (await ask(missing, cancellationToken).ConfigureAwait(false) != HttpAnswerKind.Forbidden)
            {
                hasMissing = true;
                return false;
            }

            forbidsMissing = true;
        }

        // A permission that has ended, as that of a signed address does, forbids what could be read before. It must be tried after the answer in question.
        return readable is not { } known || await ask(new StoreKey(known), cancellationToken).ConfigureAwait(false) is HttpAnswerKind.Found or HttpAnswerKind.Unsatisfiable;
    }
}
