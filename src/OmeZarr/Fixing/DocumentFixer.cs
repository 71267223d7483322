using OmeZarr.Fixing.Documents;
using OmeZarr.Fixing.Mending;
using Zarr;

namespace OmeZarr.Fixing;

/// <summary>Mends the findings about one document after the other.</summary>
/// <param name="documents">The documents of the hierarchy.</param>
internal sealed class DocumentFixer(EditedDocuments documents)
{
    private readonly DocumentSaver saver = new(documents);

    /// <summary>The documents that were changed, or would be.</summary>
    internal IReadOnlyList<DocumentFix> Changes => saver.Changes;

    /// <summary>Mends what has a mender.</summary>
    /// <returns>What was not mended.</returns>
    internal async Task<IReadOnlyList<(StoreFinding Finding, string Reason)>> FixAsync(IEnumerable<StoreFinding> findings, CancellationToken cancellationToken)
    {
        var unfixed = new List<(StoreFinding Finding, string Reason)>();
        var targets = new Dictionary<string, List<(StoreFinding Finding, Mender Mender)>>();
        foreach (var finding in findings)
        {
            if (!Menders.All.TryGetValue(finding.RuleId, out var mender))
            {
                unfixed.Add((finding, "this rule has no answer that a program can know"));
            }
            else if (await mender.TargetAsync(documents.Store, finding, cancellationToken).ConfigureAwait(false) is { } target)
            {
                targets.TryAdd(target, []);
                targets[target].Add((finding, mender));
            }
            else
            {
                unfixed.Add((finding, "there is no list for it that can be read"));
            }
        }

        foreach (var (path, parts) in targets)
        {
            unfixed.AddRange(await FixDocumentAsync(path, parts, cancellationToken).ConfigureAwait(false));
        }

        return unfixed;
    }

    private async Task<IReadOnlyList<(StoreFinding Finding, string Reason)>> FixDocumentAsync(string path, IReadOnlyList<(StoreFinding Finding, Mender Mender)> parts, CancellationToken cancellationToken)
    {
        List<(StoreFinding Finding, string Reason)> unfixed = [];
        try
        {
            await documents.ChangeAsync(
                path,
                async () =>
                {
                    unfixed.Clear();
                    return await TryFixAsync(path, parts, unfixed, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return unfixed;
        }
        catch (InvalidMetadataException error)
        {
            return [.. parts.Select(part => (part.Finding, error.Message))];
        }
    }

    /// <summary>Reads the document, changes it, and stores it.</summary>
    /// <returns>Whether it was stored, if it was changed; false if another writer has changed it meanwhile.</returns>
    private async Task<bool> TryFixAsync(string path, IReadOnlyList<(StoreFinding Finding, Mender Mender)> parts, List<(StoreFinding Finding, string Reason)> unfixed, CancellationToken cancellationToken)
    {
        if (await NodeEdit.OpenAsync(documents.Store, path, cancellationToken).ConfigureAwait(false) is not { } edit)
        {
            unfixed.AddRange(parts.Select(part => (part.Finding, "the document is missing")));
            return true;
        }

        foreach (var (finding, mender) in parts)
        {
            if (await mender.MendAsync(edit, finding, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                unfixed.Add((finding, reason));
            }
        }

        string[] mended = [.. parts.Select(part => part.Finding).Except(unfixed.Select(one => one.Finding)).Select(finding => finding.RuleId).Distinct()];
        return !edit.IsChanged || await saver.TrySaveAsync(edit, mended, cancellationToken).ConfigureAwait(false);
    }
}
