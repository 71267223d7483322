using OmeZarr.Validating;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Validates whole hierarchies of OME-Zarr 0.5 and 0.4: plates with their wells, fields and labels; collections with their series; images; and Zarr groups that hold any of them.
/// </summary>
/// <remarks>
/// Reads each metadata document once, and lists each group at most once. The memory needed depends on the largest list of nodes (the wells of a plate, the fields of a well) and not on the number of
/// nodes. <see cref="Validation"/> validates the metadata of one node.
/// </remarks>
public static class OmeStoreValidator
{
    /// <summary>Validates the hierarchy in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="ValidateAsync(IStore, StorePrefix, ValidationOptions?, IProgress{ValidationProgress}?, CancellationToken)"/>
    public static Task<ValidationReport> ValidateAsync(StoreLocation location, ValidationOptions? options = null, IProgress<ValidationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return ValidateAsync(store, path, options, progress, cancellationToken);
    }

    /// <summary>Validates the hierarchy below a group in a store. Whatever is wrong in it is in the report, not an exception.</summary>
    /// <param name="store">The store. If it cannot be listed, nodes and files that no metadata name are not found.</param>
    /// <param name="path">Path of the group.</param>
    /// <param name="options">The rules and limits; null for the defaults.</param>
    /// <param name="progress">Called after each node and each chunk, from several threads.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    /// <exception cref="NodeNotFoundException">There is no Zarr node at the path.</exception>
    /// <exception cref="ArgumentException">An option names a rule that does not exist.</exception>
    /// <exception cref="IOException">The documents of the root cannot be read.</exception>
    public static async Task<ValidationReport> ValidateAsync(
        IStore store, StorePrefix path, ValidationOptions? options = null, IProgress<ValidationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= ValidationOptions.Default;
        if ((options.Rules ?? []).Concat(options.SkippedRules).FirstOrDefault(id => ValidationRule.Find(id) is null) is { } unknown)
        {
            throw new ArgumentException($"there is no rule \"{unknown}\"; {nameof(ValidationRule)}.{nameof(ValidationRule.All)} lists the rules", nameof(options));
        }

        using var walk = new Walk(store, path, options, progress);
        return await walk.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
