using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>A stored image or label image that gets levels.</summary>
/// <param name="Name">Where it is, for messages.</param>
/// <param name="Path">Its path in the hierarchy of the user.</param>
/// <param name="Read">Its document as it was read.</param>
/// <param name="Stored">The same, parsed.</param>
/// <param name="Metadata">The metadata of OME-Zarr in it.</param>
/// <param name="Finest">The metadata of the array of level 0.</param>
internal sealed record StoredImage(string Name, string Path, StoredDocument Read, GroupMetadata Stored, Image Metadata, ArrayMetadata Finest)
{
    private const string What = "an image";

    internal byte[] Document => Read.Utf8;

    internal Multiscale Multiscale => Metadata.Multiscales[0];

    /// <summary>Reads an image of OME-Zarr 0.5.</summary>
    /// <param name="place">The hierarchy.</param>
    /// <param name="path">Path of the image in it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The metadata are not those of an image of 0.5, or break the specification.</exception>
    /// <exception cref="ZarrException">There is no group, or no array of level 0, or a document is damaged.</exception>
    /// <exception cref="IOException">It is a group of Zarr v2, or a document cannot be read.</exception>
    internal static async Task<StoredImage> ReadAsync(LevelsPlace place, string path, CancellationToken cancellationToken)
    {
        var name = place.NameOf(path);
        var read = await StoredDocument.ReadAsync(place.Store, place.DocumentKey(path), ZarrOptions.Default.MaxDocumentLength, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(place, path, cancellationToken).ConfigureAwait(false);
        var stored = StoredGroup.Parse(read.Utf8, name, What);
        var isLabel = stored.Attributes[GroupDocument.MetadataKey]?["image-label"] is not null;
        var metadata = isLabel ? StoredGroup.Metadata(stored, name, What, OmeMetadata.ParseLenient<LabelImage>) : StoredGroup.Metadata(stored, name, What, OmeMetadata.ParseLenient<Image>);
        Validated.WarningsOf(metadata, $"{name} cannot get levels");
        if (metadata.Multiscales.Count != 1)
        {
            throw new IOException($"{name} has {Counted.Of(metadata.Multiscales.Count, "multiscale")}, and nobody can tell which gets levels; leave one of them in the metadata, nothing was changed");
        }

        var level = metadata.Multiscales[0].Datasets[0].Path;
        var finest = await ArrayOrNullAsync(place, LevelsPlace.LevelPath(path, level), cancellationToken).ConfigureAwait(false)
            ?? throw new NodeNotFoundException(level, $"there is no array in {place.NameOf(LevelsPlace.LevelPath(path, level))}, which is level 0 of the image; nothing was changed");
        return new StoredImage(name, path, read, stored, metadata, finest);
    }

    /// <summary>The metadata of an array; null if there is none.</summary>
    internal static async Task<ArrayMetadata?> ArrayOrNullAsync(LevelsPlace place, string path, CancellationToken cancellationToken)
    {
        var read = await StoredDocument.ReadAsync(place.Store, place.DocumentKey(path), ZarrOptions.Default.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
        return read is not null && NodeJson.Text(NodeJson.Member(NodeJson.Parse(read.Utf8), "node_type")) != "group" ? ArrayMetadata.Parse(read.Utf8) : null;
    }

    /// <summary>The document with other levels.</summary>
    internal byte[] With(Multiscale levels) => GroupDocument.Of(Stored, Metadata with { Multiscales = [levels] });

    /// <summary>Replaces the levels in the store.</summary>
    /// <returns>Whether it was done; false if another writer has changed the document since it was read.</returns>
    internal Task<bool> TryReplaceAsync(IWritableStore store, Multiscale levels, CancellationToken cancellationToken) => Read.TryReplaceAsync(store, With(levels), cancellationToken);

    private static async Task<Exception> MissingAsync(LevelsPlace place, string path, CancellationToken cancellationToken) =>
        await place.Store.GetLengthAsync(place.At(path).Key(".zgroup"), cancellationToken).ConfigureAwait(false) is not null
            ? StoredGroup.IsOld(place.NameOf(path))
            : new NodeNotFoundException(path, $"there is no group in {place.NameOf(path)}; nothing was changed");
}
