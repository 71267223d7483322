using OmeZarr.Fixing;
using OmeZarr.Fixing.Documents;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Mends hierarchies where a broken rule has one right answer in the metadata. Chunks are never touched.</summary>
/// <remarks>
/// Each document is replaced whole or not at all. Members that no rule is about stay as they are. In a folder each document is on the disk before the next one is changed, under the locks that writers of this library
/// use, so a hierarchy may grow meanwhile. In a store that replaces values on condition (<see cref="IConditionalStore"/>) no change of another writer is lost either; any other store may have one writer only. Consolidated copies of a changed document in groups above are dropped, because readers that use them would not see the change.
/// </remarks>
public static class OmeStoreFixer
{
    // A document that was broken may have hidden nodes below it.
    private const int MostRounds = 8;
    private const int MostFindings = 1_000_000;

    /// <summary>Validates a hierarchy, mends it, and validates it again.</summary>
    /// <param name="location">A folder, an address or a path in a store that can be written.</param>
    /// <param name="rules">
    /// Ids of the rules whose violations are mended. Rules that are <see cref="ValidationRule.Fixable"/> have one right answer. The rules <c>row-missing</c>, <c>well-missing</c>, <c>field-missing</c>,
    /// <c>label-missing</c> and <c>series-missing</c> may be named, too: then what is missing is removed from the list that names it, which hides that it was ever there.
    /// </param>
    /// <param name="dryRun">Whether nothing is changed, and the report says what would be.</param>
    /// <param name="cancellationToken">Stops before the next document.</param>
    /// <returns>What was changed, and what was not mended.</returns>
    /// <exception cref="NodeNotFoundException">There is no Zarr node at the location.</exception>
    /// <exception cref="ArgumentException">A rule does not exist.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, and <paramref name="dryRun"/> is not set.</exception>
    /// <exception cref="IOException">The store cannot be read or written. Documents that were changed before stay changed; each is whole.</exception>
    public static Task<FixReport> FixAsync(StoreLocation location, IReadOnlyCollection<string> rules, bool dryRun = false, CancellationToken cancellationToken = default) =>
        FixAsync(location, rules, dryRun, folder => new FileSystemStore(folder, flushToDisk: true), cancellationToken);

    /// <summary>The same with the stores of folders that a test opens.</summary>
    internal static async Task<FixReport> FixAsync(StoreLocation location, IReadOnlyCollection<string> rules, bool dryRun, Func<string, IWritableStore> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(rules);
        var root = Destination.Resolve(location);
        var fixer = new DocumentFixer(EditedDocuments.Open(root, open, dryRun));
        var validation = new ValidationOptions { Rules = rules, MaxFindings = MostFindings, Data = rules.Contains(Rules.Hierarchy.ChunkRules.BloscTypeSize.Id) ? DataCheck.Sample : DataCheck.None };
        IReadOnlyList<(StoreFinding Finding, string Reason)> unfixed = [];
        for (int round = 0, before = -1; round < MostRounds && fixer.Changes.Count > before && (round == 0 || !dryRun); round++)
        {
            before = fixer.Changes.Count;
            var report = await OmeStoreValidator.ValidateAsync(root, validation, null, cancellationToken).ConfigureAwait(false);
            unfixed = await fixer.FixAsync(report.Findings.Where(finding => rules.Contains(finding.RuleId)), cancellationToken).ConfigureAwait(false);
        }

        var after = dryRun ? null : await OmeStoreValidator.ValidateAsync(root, null, null, cancellationToken).ConfigureAwait(false);
        return new FixReport(fixer.Changes, unfixed, after);
    }
}
