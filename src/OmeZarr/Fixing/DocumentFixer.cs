using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing;

/// <summary>Mends the findings about one document after the other.</summary>
/// <param name="root">The folder of the hierarchy: absolute, links resolved.</param>
/// <param name="open">Opens the store of a folder.</param>
/// <param name="dryRun">Whether nothing is changed.</param>
internal sealed class DocumentFixer(string root, Func<string, IWritableStore> open, bool dryRun)
{
    private readonly IWritableStore store = open(root);
    private readonly DocumentSaver saver = new(root, open, dryRun);

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
            else if (await mender.TargetAsync(store, finding, cancellationToken).ConfigureAwait(false) is { } target)
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

    /// <summary>Reads the document under the locks, changes it, and stores it.</summary>
    private async Task<IReadOnlyList<(StoreFinding Finding, string Reason)>> FixDocumentAsync(string path, IReadOnlyList<(StoreFinding Finding, Mender Mender)> parts, CancellationToken cancellationToken)
    {
        using var locks = dryRun ? null : await DocumentLocks.AcquireAsync(root, path, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await NodeEdit.OpenAsync(store, path, cancellationToken).ConfigureAwait(false) is not { } edit)
            {
                return [.. parts.Select(part => (part.Finding, "the document is missing"))];
            }

            var unfixed = new List<(StoreFinding Finding, string Reason)>();
            foreach (var (finding, mender) in parts)
            {
                if (await mender.MendAsync(edit, finding, cancellationToken).ConfigureAwait(false) is { } reason)
                {
                    unfixed.Add((finding, reason));
                }
            }

            if (edit.IsChanged)
            {
                await saver.SaveAsync(edit, [.. parts.Select(part => part.Finding).Except(unfixed.Select(one => one.Finding)).Select(finding => finding.RuleId).Distinct()], cancellationToken).ConfigureAwait(false);
            }

            return unfixed;
        }
        catch (InvalidMetadataException error)
        {
            return [.. parts.Select(part => (part.Finding, error.Message))];
        }
    }
}
