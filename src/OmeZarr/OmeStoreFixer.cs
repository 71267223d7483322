using OmeZarr.Fixing;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Mends hierarchies where a broken rule has one right answer in the metadata. Chunks are never touched.</summary>
/// <remarks>
/// Each document is replaced whole or not at all, and on the disk before the next one is changed. Members that no rule is about stay as they are. Documents are changed under the locks that writers of this library
/// use, so a hierarchy may grow meanwhile. Consolidated copies of a changed document in groups above are dropped, because readers that use them would not see the change.
/// </remarks>
public static class OmeStoreFixer
{
    // A document that was broken may have hidden nodes below it.
    private const int MostRounds = 8;
    private const int MostFindings = 1_000_000;

    /// <summary>Validates the hierarchy in a folder, mends it, and validates it again.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">The rules whose violations are mended.</param>
    /// <param name="cancellationToken">Stops before the next document.</param>
    /// <returns>What was changed, and what was not mended.</returns>
    /// <exception cref="NodeNotFoundException">There is no Zarr node in the folder.</exception>
    /// <exception cref="ArgumentException">A rule does not exist.</exception>
    /// <exception cref="IOException">The folder cannot be read or written. Documents that were changed before stay changed; each is whole.</exception>
    public static Task<FixReport> FixAsync(string path, FixOptions options, CancellationToken cancellationToken = default) =>
        FixAsync(path, options, folder => new FileSystemStore(folder, flushToDisk: true), cancellationToken);

    /// <summary>The same in stores that a test opens.</summary>
    internal static async Task<FixReport> FixAsync(string path, FixOptions options, Func<string, IWritableStore> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Destination.Resolve(path);
        var fixer = new DocumentFixer(root, open, options.DryRun);
        var rules = new ValidationOptions { Rules = options.Rules, MaxFindings = MostFindings };
        IReadOnlyList<UnfixedFinding> unfixed = [];
        for (int round = 0, before = -1; round < MostRounds && fixer.Changes.Count > before && (round == 0 || !options.DryRun); round++)
        {
            before = fixer.Changes.Count;
            var report = await OmeStoreValidator.ValidateAsync(root, rules, null, cancellationToken).ConfigureAwait(false);
            unfixed = await fixer.FixAsync(report.Findings.Where(finding => options.Rules.Contains(finding.RuleId)), cancellationToken).ConfigureAwait(false);
        }

        var after = options.DryRun ? null : await OmeStoreValidator.ValidateAsync(root, null, null, cancellationToken).ConfigureAwait(false);
        return new FixReport(fixer.Changes, unfixed, after);
    }
}
