using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The report of <c>omezarr info</c> on a store.</summary>
/// <param name="Path">The folder, as the user wrote it.</param>
/// <param name="Version">Version of OME-Zarr; null if the node is not OME-Zarr.</param>
/// <param name="Type">The kind of node.</param>
/// <param name="Name">Name of the image, plate or collection; null if it has none.</param>
/// <param name="Axes">Axes of an image; none for other nodes.</param>
/// <param name="Channels">Labels of the channels; empty if the image has none.</param>
/// <param name="Levels">The arrays of an image, or the array itself.</param>
/// <param name="Contents">Its other content.</param>
internal sealed record StoreReport(
    string Path,
    string? Version,
    string Type,
    string? Name,
    IReadOnlyList<AxisReport> Axes,
    IReadOnlyList<string> Channels,
    IReadOnlyList<LevelReport> Levels,
    StoreContents Contents)
{
    /// <summary>The report on a plate; null for other nodes.</summary>
    internal PlateReport? Plate { get; private init; }

    /// <summary>The images of a collection; of a plate the first field only.</summary>
    internal IReadOnlyList<ImageReport> Images { get; private init; } = [];

    /// <summary>The members of <c>ome</c> that identify the kind of a group, in order of precedence.</summary>
    private static readonly (string Member, string Type)[] KnownTypes =
    [
        ("image-label", "label image"), ("multiscales", "image"), ("plate", "plate"), (StoreContents.CollectionMember, "collection (bioformats2raw)"),
        ("well", "well"), ("labels", "labels"), ("series", "series"),
    ];

    /// <exception cref="UsageException">The store does not exist or cannot be read.</exception>
    internal static async Task<StoreReport> CreateAsync(string path, CancellationToken cancellationToken)
    {
        RequireStore(path);
        try
        {
            return await ReadAsync(path, new FileSystemStore(path), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            throw new UsageException($"{path}: {error.Message}");
        }
    }

    internal string ToJson() => StoreReportText.Json(this);

    /// <summary>The report for people.</summary>
    public override string ToString() => StoreReportText.Lines(this);

    private static async Task<StoreReport> ReadAsync(string path, FileSystemStore store, CancellationToken cancellationToken)
    {
        if (await TryOpenArrayAsync(store, cancellationToken).ConfigureAwait(false) is { } array)
        {
            return new StoreReport(path, null, $"Zarr v{array.ZarrFormat} array", null, [], [], [LevelReport.Create(path, string.Empty, array)], None);
        }

        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root, null, cancellationToken).ConfigureAwait(false);
        var ome = GroupMetadata.Of(group);
        var type = KnownTypes.FirstOrDefault(known => ome?.ContainsKey(known.Member) == true);
        if (type.Member is not ("image-label" or "multiscales"))
        {
            var name = Text((ome?["plate"] as JsonObject)?["name"]);
            var contents = await StoreContents.OfGroupAsync(path, ome, cancellationToken).ConfigureAwait(false);
            var report = new StoreReport(path, VersionOf(group, type.Member), type.Type ?? $"Zarr v{group.ZarrFormat} group", name, [], [], [], contents);
            return await WithParts(report, store, ome, cancellationToken).ConfigureAwait(false);
        }

        var image = await OmeImage.OpenAsync(store, StorePrefix.Root, null, cancellationToken).ConfigureAwait(false);
        return OfImage(path, type.Type, image, await StoreContents.OfImageAsync(path, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<StoreReport> WithParts(StoreReport report, FileSystemStore store, JsonObject? ome, CancellationToken cancellationToken)
    {
        var plate = report.Contents.Kind == StoreContents.Wells && ome?["plate"] is JsonObject definition
            ? await PlateReport.CreateAsync(store, definition, report.Contents.Names, cancellationToken).ConfigureAwait(false)
            : null;
        var images = new List<ImageReport>();
        var isCollection = report.Contents.Kind == StoreContents.Images && ome?.ContainsKey(StoreContents.CollectionMember) == true;
        foreach (var path in isCollection ? report.Contents.Names : plate?.FirstField is { } first ? [first] : [])
        {
            images.Add(await ImageReport.CreateAsync(store, path, cancellationToken).ConfigureAwait(false));
        }

        return report with { Plate = plate, Images = images };
    }

    private static StoreReport OfImage(string path, string type, OmeImage image, StoreContents contents) => new(
        path,
        image.Version,
        type,
        image.Multiscale.Name,
        [.. image.Axes.Select((axis, i) => new AxisReport(axis.Name, axis.Type, image.Levels[0].PixelSize[i], axis.Unit))],
        [.. image.Metadata.Omero?.Channels.Select((channel, i) => channel.Label ?? $"channel {i}") ?? []],
        [.. image.Levels.Select(level => LevelReport.Create(path, level.Path, level.Array))],
        contents);

    private static StoreContents None { get; } = new("nodes", []);

    private static void RequireStore(string path)
    {
        InputPaths.RequireLocal(path);
        if (!Directory.Exists(path))
        {
            throw new UsageException(File.Exists(path) ? $"{path}: is a file, not the folder of a Zarr store" : $"{(path.Length == 0 ? "PATH is empty" : path + ": no such folder")}");
        }

        if (!GroupMetadata.IsNode(path))
        {
            throw new UsageException($"{path}: not a Zarr store; there is no zarr.json, .zgroup or .zarray in it");
        }
    }

    private static async Task<ZarrArray?> TryOpenArrayAsync(FileSystemStore store, CancellationToken cancellationToken)
    {
        var key = StorePrefix.Root.Key("zarr.json");
        if (await store.GetLengthAsync(key, cancellationToken).ConfigureAwait(false) > ZarrOptions.Default.MaxDocumentLength)
        {
            return null; // opening it as a group says so
        }

        using var document = await store.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var isArray = document is null ? File.Exists(System.IO.Path.Join(store.Root, ".zarray")) : IsArray(document.Memory.Span);
        try
        {
            return isArray == false ? null : await ZarrArray.OpenAsync(store, StorePrefix.Root, null, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidMetadataException) when (isArray is null)
        {
            return null; // opening it as a group says what is wrong
        }
    }

    /// <summary>The version in a group of 0.5. Groups of 0.4 need not have one.</summary>
    private static string? VersionOf(ZarrGroup group, string? member) =>
        group.ZarrFormat == 3 ? Text(GroupMetadata.Of(group)?["version"]) : member is null ? null : V04.Image.SupportedVersion;

    /// <summary>Looks for <c>node_type</c> at the top and keeps nothing else: opening the node parses it all. Null if something else comes before that JSON does not have, such as NaN.</summary>
    private static bool? IsArray(ReadOnlySpan<byte> document)
    {
        var json = new Utf8JsonReader(document.StartsWith(Encoding.UTF8.Preamble) ? document[Encoding.UTF8.Preamble.Length..] : document, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("node_type"))
                {
                    return json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals("array");
                }
            }

            return false;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>One axis.</summary>
internal sealed record AxisReport(string Name, string? Type, double PixelSize, string? Unit);
