using System.Text.Json;

namespace Zarr.Metadata.V2;

/// <summary>The <c>filters</c> of Zarr v2, none of which are supported.</summary>
internal static class Filters
{
    /// <summary>Accepts a missing list, null and an empty list.</summary>
    /// <exception cref="UnsupportedFeatureException">The array has a filter; the exception names the first one.</exception>
    internal static void RequireNone(JsonElement? json)
    {
        if (json is not { ValueKind: not JsonValueKind.Null } filters)
        {
            return;
        }

        if (filters.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidMetadataException($"filters: expected a list or null, found {filters.Excerpt()}");
        }

        if (filters.GetArrayLength() > 0)
        {
            var id = Compressors.RequireId(filters[0], "filters[0]");
            throw new UnsupportedFeatureException(id, $"the filter \"{id}\" is not supported; arrays without filters are");
        }
    }
}
