using OmeZarr.Planning;
using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>Finds values of a store that do not belong to a hierarchy but would be deleted with it: notes, tables, original data.</summary>
/// <remarks>Values are judged by their names only, as folders are (<see cref="ForeignFiles"/>), but without the metadata of arrays: any name that some array could give to a chunk counts as one.</remarks>
internal static class ForeignKeys
{
    /// <exception cref="DestinationExistsException">There is one.</exception>
    internal static async Task RequireNoneAsync(StorePlace place, CancellationToken cancellationToken)
    {
        await foreach (var key in ((IListableStore)place.Store).ListAsync(place.Prefix, cancellationToken).ConfigureAwait(false))
        {
            var path = place.Prefix.IsRoot ? key.Value : key.Value[(place.Prefix.Value.Length + 1)..];
            if (!IsExpected(path))
            {
                throw new DestinationExistsException(
                    place.Text,
                    $"{place.Text} holds {FindingText.Sanitize(path)}, which is no part of a Zarr hierarchy and would be lost, so it is not replaced. Move that value away or choose another path; nothing was changed.");
            }
        }
    }

    private static bool IsExpected(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return NodeNames.Documents.Contains(name.ToString())
            || (name.StartsWith('.') && name.EndsWith(".partial"))
            || path.EndsWith($"{NodeNames.SeriesGroup}/{NodeNames.OmeXml}", StringComparison.Ordinal)
            || IsChunk(name);
    }

    /// <summary>Whether a name is <c>c</c> or an index, or several of these separated by dots.</summary>
    private static bool IsChunk(ReadOnlySpan<char> name)
    {
        var isFirst = true;
        foreach (var part in name.Split('.'))
        {
            if (!ChunkFiles.IsNumber(name[part]) && !(isFirst && name[part] is "c"))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }
}
