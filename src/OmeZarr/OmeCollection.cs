using System.Globalization;
using System.Text;
using OmeZarr.Reading;
using OmeZarr.V05;
using Zarr;
using Zarr.Nodes;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>A collection of images in the layout of bioformats2raw, of OME-Zarr 0.5 or 0.4, opened for reading. Thread-safe.</summary>
public sealed class OmeCollection : OmeNode
{
    private const string Ome = "OME";
    private const string OmeXmlName = "METADATA.ome.xml";

    private OmeCollection(OpenedNode node, Bioformats2RawRoot metadata, ValueList<string> paths, IReadOnlyList<Finding> findings)
        : base(node, findings) => (Metadata, Paths) = (metadata, paths);

    /// <summary>The metadata under <c>ome</c>.</summary>
    public Bioformats2RawRoot Metadata { get; }

    /// <summary>
    /// Paths of the images: the list <c>series</c> of the group <c>OME</c>. In a collection without the list, the groups <c>0</c>, <c>1</c>, <c>2</c>… up to the first missing number
    /// (0.5, section "bioformats2raw.layout").
    /// </summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Opens the collection in a folder, at an address, or at another location.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeCollection> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens a collection in a store. Reads its metadata and the list of its images, but not the images.</summary>
    /// <returns>The collection.</returns>
    /// <exception cref="OmeZarrException">The group is not a collection, or its metadata cannot be understood.</exception>
    /// <inheritdoc cref="OmeStore.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<OmeCollection> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default) => Reopening.RunAsync(
        async () => await OpenAsync(await OpenedNode.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Opens an image by its index in <see cref="Paths"/>.</summary>
    /// <param name="index">The index, counted from 0.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The collection has fewer images.</exception>
    /// <exception cref="NodeNotFoundException">There is no Zarr group at the listed path, or the array of a level is missing.</exception>
    /// <exception cref="OmeZarrException">The group is not an image, its metadata cannot be understood, or its path is invalid.</exception>
    /// <exception cref="ZarrException">The metadata of the group or of an array is invalid or not supported.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<OmeImage> OpenImageAsync(int index, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Paths.Count);
        var node = await OpenedNode.OpenBelowAsync(Group, Paths[index], "series-path", cancellationToken).ConfigureAwait(false);
        return await OmeImage.OpenAsync(node, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The OME-XML of the collection, <c>OME/METADATA.ome.xml</c>, as it is stored; null if there is none. It is not checked: forbid document types when you parse it.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">It is larger than 64 MiB.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="NodeReplacedException">Another hierarchy has replaced this one since it was opened, or it was deleted.</exception>
    public async Task<string?> ReadOmeXmlAsync(CancellationToken cancellationToken = default)
    {
        const int MaxLength = 64 << 20;
        var key = (Group.Path / Ome).Key(OmeXmlName);
        using var content = await Group.Store.GetRangeAsync(key, ByteRange.FromOffset(0, MaxLength + 1L), cancellationToken).ConfigureAwait(false);
        await Group.ThrowIfReplacedAsync(cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            return null;
        }

        if (content.Memory.Length > MaxLength)
        {
            throw new OmeZarrException($"{key} of {Group.Store} cannot be read", [new("document-size", Severity.Error, string.Empty, $"is larger than {MaxLength:N0} bytes")]);
        }

        using var reader = new StreamReader(new MemoryStream(content.Memory.ToArray()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<OmeCollection> OpenAsync(OpenedNode node, CancellationToken cancellationToken)
    {
        var metadata = node.Require<Bioformats2RawRoot>(OmeDocumentKind.Bioformats2Raw);
        var findings = new List<Finding>();
        var paths = await ListAsync(node.Group, findings, cancellationToken).ConfigureAwait(false) ?? await CountAsync(node.Group, cancellationToken).ConfigureAwait(false);
        return new OmeCollection(node, metadata, paths, findings);
    }

    /// <summary>The listed paths; null if there is no list, or none that can be read.</summary>
    private static async Task<ValueList<string>?> ListAsync(ZarrGroup root, List<Finding> findings, CancellationToken cancellationToken)
    {
        try
        {
            var ome = await OpenedNode.FindBelowAsync(root, Ome, cancellationToken).ConfigureAwait(false);
            findings.AddRange(ome?.Document is null ? [] : ome.Findings);
            return ome?.Document is not null && ome.Require<Series>(OmeDocumentKind.Series).Paths is { Count: > 0 } paths ? paths : null;
        }
        catch (Exception error) when (error is OmeZarrException or ZarrException and not NodeReplacedException)
        {
            findings.Add(new("series-unreadable", Severity.Error, Ome, FindingText.Sanitize($"the list of images cannot be read, so that they are counted: {error.Message}")));
            return null;
        }
    }

    private static async Task<ValueList<string>> CountAsync(ZarrGroup root, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        while (paths.Count.ToString(CultureInfo.InvariantCulture) is var next && await IsThereAsync(root, next, cancellationToken).ConfigureAwait(false))
        {
            paths.Add(next);
        }

        return paths.ToValueList();
    }

    /// <summary>A damaged group does not end the counting: its image tells what is wrong when it is opened.</summary>
    private static async Task<bool> IsThereAsync(ZarrGroup root, string name, CancellationToken cancellationToken)
    {
        try
        {
            await root.OpenGroupAsync(name, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NodeNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is InvalidMetadataException or UnsupportedFeatureException)
        {
            return true;
        }
    }
}
