using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Validating;

/// <summary>What was found in a store.</summary>
/// <param name="Path">The folder, as the user wrote it.</param>
/// <param name="Report">The findings; null if the store could not be judged.</param>
/// <param name="Problem">The reason why it could not be judged; null if it was.</param>
internal sealed record StoreVerdict(string Path, ValidationReport? Report, string? Problem)
{
    /// <summary>What is remarkable about an archive; null for other stores.</summary>
    internal IReadOnlyList<string>? Remarks { get; private init; }

    internal bool IsValid => Report is { IsValid: true };

    internal static async Task<StoreVerdict> CreateAsync(StoreLocation store, ValidationOptions options, IProgress<ValidationProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var report = await OmeStoreValidator.ValidateAsync(store, options, progress, cancellationToken).ConfigureAwait(false);
            return new StoreVerdict(store.ToString(), report, null) { Remarks = await ArchiveRemarks.OfAsync(store, cancellationToken).ConfigureAwait(false) };
        }
        catch (NodeNotFoundException)
        {
            return new StoreVerdict(store.ToString(), null, "could not be judged: there is no zarr.json, .zgroup or .zarray in it. Copy the store again, or restore the document of its root");
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or UnauthorizedAccessException)
        {
            return new StoreVerdict(store.ToString(), null, $"could not be judged: {error.Message.Split('\n')[0]}");
        }
    }

    /// <summary>The exit code of a command that has judged several stores.</summary>
    internal static int ExitCodeOf(IReadOnlyCollection<StoreVerdict> verdicts) =>
        verdicts.Any(verdict => verdict.Report is null) ? ExitCode.Failure
        : verdicts.All(verdict => verdict.IsValid) ? ExitCode.Success
        : ExitCode.Findings;
}
