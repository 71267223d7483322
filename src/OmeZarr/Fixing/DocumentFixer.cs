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

    /// <summary>The documents that were changed, or would be.</summary>
    internal List<DocumentFix> Changes { get; } = [];

    /// <summary>Mends what has a mender.</summary>
    /// <returns>What was not mended.</returns>
    internal async Task<IReadOnlyList<UnfixedFinding>> FixAsync(IEnumerable<StoreFinding> findings, CancellationToken cancellationToken)
    {
        var unfixed = new List<UnfixedFinding>();
        var targets = new Dictionary<string, List<(StoreFinding Finding, Mender Mender)>>();
        foreach (var finding in findings)
        {
            if (!Menders.All.TryGetValue(finding.RuleId, out var mender))
            {
                unfixed.Add(new(finding, "this rule has no answer that a program can know"));
            }
            else if (await mender.TargetAsync(store, finding, cancellationToken).ConfigureAwait(false) is { } target)
            {
                targets.TryAdd(target, []);
                targets[target].Add((finding, mender));
            }
            else
            {
                unfixed.Add(new(finding, "there is no list for it that can be read"));
            }
        }

        foreach (var (path, parts) in targets)
        {
            unfixed.AddRange(await FixDocumentAsync(path, parts, cancellationToken).ConfigureAwait(false));
        }

        return unfixed;
    }

    /// <summary>Reads the document under the locks, changes it, and stores it.</summary>
    private async Task<IReadOnlyList<UnfixedFinding>> FixDocumentAsync(string path, IReadOnlyList<(StoreFinding Finding, Mender Mender)> parts, CancellationToken cancellationToken)
    {
        using var locks = dryRun ? null : await DocumentLocks.AcquireAsync(root, path, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await NodeEdit.OpenAsync(store, path, cancellationToken).ConfigureAwait(false) is not { } edit)
            {
                return [.. parts.Select(part => new UnfixedFinding(part.Finding, "the document is missing"))];
            }

            var unfixed = new List<UnfixedFinding>();
            foreach (var (finding, mender) in parts)
            {
                if (await mender.MendAsync(edit, finding, cancellationToken).ConfigureAwait(false) is { } reason)
                {
                    unfixed.Add(new(finding, reason));
                }
            }

            if (edit.IsChanged)
            {
                await SaveAsync(edit, [.. parts.Select(part => part.Finding).Except(unfixed.Select(one => one.Finding)).Select(finding => finding.RuleId).Distinct()], cancellationToken).ConfigureAwait(false);
            }

            return unfixed;
        }
        catch (InvalidMetadataException error)
        {
            return [.. parts.Select(part => new UnfixedFinding(part.Finding, error.Message))];
        }
    }

    private async Task SaveAsync(NodeEdit edit, string[] rules, CancellationToken cancellationToken)
    {
        Changes.Add(new DocumentFix(edit.Path, edit.Document, rules, edit.Difference));
        if (!dryRun)
        {
            await DropCopiesAsync(edit.Path, cancellationToken).ConfigureAwait(false);
            await edit.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops the copies of the document that groups above keep, because readers that use them would not see the change. The locks are held.</summary>
    private async Task DropCopiesAsync(string path, CancellationToken cancellationToken)
    {
        foreach (var folder in DocumentLocks.Folders(root, path).Skip(1))
        {
            var isBelow = folder.Length > root.Length;
            var (above, relative) = isBelow ? (store, folder[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')) : (folder == root ? store : open(folder), string.Empty);
            if (await NodeEdit.OpenAsync(above, relative, cancellationToken).ConfigureAwait(false) is { } edit && HasCopy(edit, folder))
            {
                await MemberMenders.Consolidated.MendAsync(edit, new StoreFinding(relative, new Finding("consolidated-stale", Severity.Warning, string.Empty, string.Empty)), cancellationToken).ConfigureAwait(false);
                Changes.Add(new DocumentFix(isBelow ? relative : Path.GetRelativePath(root, folder), edit.Document, ["consolidated-stale"], edit.Difference));
                await edit.SaveAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool HasCopy(NodeEdit edit, string folder) => edit.Root.ContainsKey("consolidated_metadata") || (!edit.IsV3 && File.Exists(Path.Join(folder, ".zmetadata")));
}
