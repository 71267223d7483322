using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing;

/// <summary>Mends the findings about one document after the other.</summary>
/// <param name="root">The folder of the hierarchy: absolute, links resolved.</param>
/// <param name="open">Opens the store of a folder.</param>
/// <param name="dryRun">Whether nothing is changed.</param>
internal sealed class DocumentFixer(string root, Func<string, IWritableStore> open, bool dryRun)
{
    private const string CopyRule = "consolidated-stale";

    private readonly IWritableStore store = open(root);

    /// <summary>The documents that were changed, or would be.</summary>
    internal List<DocumentFix> Changes { get; } = [];

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
                await SaveAsync(edit, [.. parts.Select(part => part.Finding).Except(unfixed.Select(one => one.Finding)).Select(finding => finding.RuleId).Distinct()], cancellationToken).ConfigureAwait(false);
            }

            return unfixed;
        }
        catch (InvalidMetadataException error)
        {
            return [.. parts.Select(part => (part.Finding, error.Message))];
        }
    }

    private async Task SaveAsync(NodeEdit edit, string[] rules, CancellationToken cancellationToken)
    {
        foreach (var folder in DocumentLocks.Folders(root, edit.Path).Skip(1))
        {
            await DropCopyAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        await SaveAsync(edit, edit.Path, rules, cancellationToken).ConfigureAwait(false);
    }

    private async Task SaveAsync(NodeEdit edit, string path, string[] rules, CancellationToken cancellationToken)
    {
        Changes.Add(new DocumentFix(path, edit.Document, rules, edit.Difference));
        if (!dryRun)
        {
            await edit.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops the copies of the documents below that a group keeps, because readers that use them would not see the change. The locks are held.</summary>
    private async Task DropCopyAsync(string folder, CancellationToken cancellationToken)
    {
        var isAbove = folder.Length < root.Length;
        var path = isAbove ? string.Empty : folder[root.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
        if (await NodeEdit.OpenAsync(isAbove ? open(folder) : store, path, cancellationToken).ConfigureAwait(false) is not { } edit || !HasCopy(edit, folder))
        {
            return;
        }

        var name = isAbove ? Path.GetRelativePath(root, folder) : path;
        MemberMenders.DropCopy(edit);
        if (!Changes.Any(change => change.NodePath == name && change.Rules is [CopyRule])) // in a dry run the copy stays
        {
            await SaveAsync(edit, name, [CopyRule], cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasCopy(NodeEdit edit, string folder) => edit.Root.ContainsKey("consolidated_metadata") || (!edit.IsV3 && File.Exists(Path.Join(folder, ".zmetadata")));
}
