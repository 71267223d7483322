using System.Runtime.CompilerServices;
using OmeZarr.Planning;
using Zarr;

namespace OmeZarr.Copying;

/// <summary>Enumerates the keys of a hierarchy in a store that cannot list: the documents of the nodes that metadata name, and the chunks that the arrays may have.</summary>
internal sealed class MetadataWalk(CopySource source, Action<string> remark)
{
    private static readonly string[] Documents = [GroupDocument.Name, ".zattrs", ".zmetadata", ".zarray", ".zgroup"];

    private readonly HashSet<string> nodes = new(StringComparer.Ordinal);

    /// <summary>The keys, relative to the root, each once. Some may be absent.</summary>
    /// <exception cref="ZarrException">A node cannot be opened, so what is below it is unknown.</exception>
    internal async IAsyncEnumerable<string> KeysAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        remark("The source cannot be listed. Files that neither the OME-Zarr metadata nor the arrays name are not copied.");
        var tree = await OmeTree.ReadAsync(source.Store, source.Path, OmeTree.DepthLimit, int.MaxValue, arrays: true, cancellationToken).ConfigureAwait(false);
        foreach (var key in KeysOf(tree))
        {
            yield return key;
        }

        foreach (var path in Arrays(tree))
        {
            await foreach (var key in ChunksAsync(path, cancellationToken).ConfigureAwait(false))
            {
                yield return key;
            }
        }
    }

    /// <summary>The documents of a node, of the groups on the way to it, and of the nodes below it.</summary>
    private IEnumerable<string> KeysOf(OmeTreeNode node)
    {
        if (node.Problem is { } problem)
        {
            throw new IOException($"{source.Location} cannot be listed, and the metadata do not say what it holds: {(node.Path.Length == 0 ? "the root" : node.Path)} {problem}. Nothing was published.");
        }

        var path = Relative(node);
        foreach (var folder in Upwards(path).Where(nodes.Add))
        {
            foreach (var document in Documents)
            {
                yield return folder.Length == 0 ? document : $"{folder}/{document}";
            }
        }

        if (node.Kind == OmeDocumentKind.Bioformats2Raw)
        {
            var ome = path.Length == 0 ? NodeNames.SeriesGroup : $"{path}/{NodeNames.SeriesGroup}";
            foreach (var key in new[] { GroupDocument.Name, ".zattrs", ".zgroup", NodeNames.OmeXml })
            {
                yield return $"{ome}/{key}";
            }
        }

        if (node is { NodeKind: NodeKind.Group, Kind: null })
        {
            remark($"The group {(path.Length == 0 ? "at the root" : path)} has no OME-Zarr metadata, so the nodes below it are unknown and were not copied.");
        }

        foreach (var key in node.Children.SelectMany(KeysOf))
        {
            yield return key;
        }
    }

    private IEnumerable<string> Arrays(OmeTreeNode node) =>
        (node.NodeKind == NodeKind.Array ? [Relative(node)] : Enumerable.Empty<string>()).Concat(node.Children.SelectMany(Arrays)).Distinct();

    private async IAsyncEnumerable<string> ChunksAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var array = await ZarrArray.OpenAsync(source.Store, path.Length == 0 ? source.Path : source.Path / path, null, cancellationToken).ConfigureAwait(false);
        var counts = array.Shape.ChunkCounts(array.ChunkShape);
        var keys = array.Metadata.ChunkKeyEncoding;
        var other = array.ZarrFormat == 2 && counts.Rank > 1 ? keys with { Separator = keys.Separator == '/' ? '.' : '/' } : null;
        var index = new long[counts.Rank];
        if (Enumerable.Range(0, counts.Rank).Any(d => counts[d] == 0))
        {
            yield break;
        }

        do
        {
            yield return Below(path, keys.Encode(index));
            if (other is not null)
            {
                yield return Below(path, other.Encode(index)); // arrays of v2 may declare the wrong separator
            }
        }
        while (Next(index, counts));
    }

    private static bool Next(long[] index, Shape counts)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            if (++index[d] < counts[d])
            {
                return true;
            }

            index[d] = 0;
        }

        return false;
    }

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}/{key}";

    private string Relative(OmeTreeNode node) => source.Path.IsRoot ? node.Path : node.Path[Math.Min(node.Path.Length, source.Path.Value.Length)..].TrimStart('/');

    private static IEnumerable<string> Upwards(string path)
    {
        for (; path.Length > 0; path = path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : string.Empty)
        {
            yield return path;
        }

        yield return string.Empty;
    }
}
