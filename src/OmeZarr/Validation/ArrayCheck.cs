using OmeZarr.Rules.Hierarchy;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Opens an array from its documents and reports what is wrong with them.</summary>
/// <param name="walk">The walk.</param>
/// <param name="copies">Copies of the metadata in groups above.</param>
/// <param name="log">Takes the findings.</param>
/// <param name="path">Path of the array.</param>
internal sealed class ArrayCheck(Walk walk, ValueList<ConsolidatedCopy> copies, NodeLog log, string path)
{
    /// <summary>The array, of which no chunk can be read; null if it cannot be opened.</summary>
    public async Task<ZarrArray?> OpenAsync(StoredNode node, CancellationToken cancellationToken)
    {
        try
        {
            var array = await ZarrArray.OpenAsync(node, node.Path, walk.ZarrOptions, cancellationToken).ConfigureAwait(false);
            Compare(node);
            return array;
        }
        catch (InvalidMetadataException e)
        {
            log.ReportBelow(path, NodeRules.ZarrMetadata, string.Empty, e.Message);
        }
        catch (UnsupportedFeatureException e)
        {
            Compare(node);
            log.ReportBelow(path, NodeRules.ZarrUnsupported, string.Empty, e.Message);
        }

        return null;
    }

    private void Compare(StoredNode node)
    {
        foreach (var copy in copies)
        {
            copy.Compare(path, node);
        }
    }
}
