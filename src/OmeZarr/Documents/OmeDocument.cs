using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Formats;
using OmeZarr.Json;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// A document of OME-Zarr 0.5 or 0.4. Detects its kind, reads it, validates it, and writes it in canonical form. Immutable.
/// </summary>
/// <remarks>
/// A document that is JSON and of OME-Zarr is always read, whatever is wrong with it: <see cref="Validate"/> says what. Some faults of real files are
/// only warnings: bare <c>NaN</c> and <c>Infinity</c> (read as text), a byte order mark, integers written as <c>1.0</c>, the layout
/// <c>"3"</c>, a missing version.
/// </remarks>
public sealed class OmeDocument
{
    /// <summary>How deep objects and lists may be nested; deeper documents are refused.</summary>
    public const int MaxDepth = JsonText.MaxDepth;

    /// <summary>How many bytes of UTF-8 a document may have, 256 MiB; larger documents are refused. <see cref="ZarrOptions.MaxDocumentLength"/> sets the limit for documents in stores.</summary>
    public const int MaxLength = JsonSource.MaxLength;

    private readonly DetectedDocument document;

    private OmeDocument(DetectedDocument document) => this.document = document;

    /// <summary>The kind of node that the document describes.</summary>
    public OmeDocumentKind Kind => document.Format.Kind;

    /// <summary>How much of a file the document is.</summary>
    public OmeDocumentForm Form => document.Envelope.Form;

    /// <summary>
    /// The version of the specification by which the document is read and judged: <c>0.5</c> or <c>0.4</c>. A document that claims another
    /// one is read as the nearer of the two, and that is an error among its findings.
    /// </summary>
    public string Version => document.Format.Version;

    /// <summary>
    /// The metadata; <see cref="OmeDocumentKind"/> says which type each kind has. <see langword="null"/> if a required member is missing or broken;
    /// <see cref="Validate"/> then has the errors.
    /// </summary>
    public OmeMetadata? Content => document.Content.Value;

    /// <summary>Problems of structure, which reading found.</summary>
    internal ValueList<Finding> Findings => document.Content.Findings;

    /// <summary>The version that the document states. One before 0.4 is read as 0.4.</summary>
    internal string StatedVersion => document.Earlier?.Version ?? Version;

    /// <summary>Whether the metadata are at the top of the document.</summary>
    internal bool IsBare => document.Envelope.Path.Count == 0;

    /// <summary>The metadata without the parts that cannot be understood, and the problems of structure.</summary>
    internal Parsed<OmeMetadata> Salvage() => document.Salvage();

    /// <summary>Reads a document: a <c>zarr.json</c>, its <c>attributes</c>, their <c>ome</c>, or a <c>.zattrs</c>.</summary>
    /// <exception cref="OmeZarrException">
    /// It is not JSON (<c>json-invalid</c>, with line and column), has a member twice (<c>json-duplicate-member</c>), is too large
    /// (<c>document-size</c>), or is nothing of OME-Zarr (<c>document-unknown</c>).
    /// </exception>
    public static OmeDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a document from its bytes.</summary>
    /// <inheritdoc cref="Parse(string)"/>
    public static OmeDocument Parse(ReadOnlySpan<byte> utf8) => Parse(utf8, "The document", MaxLength);

    /// <summary>Reads a document from a tree; <c>json-invalid</c> then means that the tree cannot be written as JSON.</summary>
    /// <inheritdoc cref="Parse(string)"/>
    public static OmeDocument Parse(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return Parse(JsonText.Bytes(writer => json.WriteTo(writer)).WrittenSpan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            var problem = new Finding(StructureRules.JsonInvalid, Severity.Error, string.Empty, FindingText.Sanitize(e.Message));
            throw Unreadable("The document", [problem]);
        }
    }

    /// <summary>Reads the document of a location: its <c>zarr.json</c>, or if there is none its <c>.zattrs</c>. Looks at nothing else.</summary>
    /// <param name="location">A folder, an address or a path in a store; or one of these two documents itself.</param>
    /// <param name="options">The limit of bytes of the document (<see cref="ZarrOptions.MaxDocumentLength"/>); null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeNotFoundException">There is neither.</exception>
    /// <exception cref="OmeZarrException">The document cannot be read, as with <see cref="Parse(string)"/>; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Task<OmeDocument> LoadAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location.Folder is not { } path)
        {
            var (store, group) = location.Open();
            return LoadAsync(store, group, options, cancellationToken);
        }

        var full = Path.TrimEndingDirectorySeparator(new FileSystemStore(path).Root);
        return RootDocument.IsName(Path.GetFileName(full)) && Path.GetDirectoryName(full) is { } folder
            ? LoadAsync(new FileSystemStore(folder), new StorePrefix(Path.GetFileName(full)), options, cancellationToken)
            : LoadAsync(new FileSystemStore(full), StorePrefix.Root, options, cancellationToken);
    }

    /// <summary>Reads the document of a group in a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the group, or of its <c>zarr.json</c> or <c>.zattrs</c>.</param>
    /// <param name="options">The limit of bytes of the document (<see cref="ZarrOptions.MaxDocumentLength"/>); null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="LoadAsync(StoreLocation, ZarrOptions?, CancellationToken)"/>
    public static async Task<OmeDocument> LoadAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var limit = (options ?? ZarrOptions.Default).MaxDocumentLength;
        var (name, content) = await RootDocument.ReadAsync(store, path, limit, cancellationToken).ConfigureAwait(false);
        using (content)
        {
            return Parse(content.Memory.Span, name, limit);
        }
    }

    /// <summary>The metadata, if they are of one type.</summary>
    /// <typeparam name="T">For example <see cref="V05.Image"/>.</typeparam>
    /// <param name="content">The metadata.</param>
    /// <returns>Whether <see cref="Content"/> is of that type.</returns>
    public bool TryGet<T>([NotNullWhen(true)] out T? content)
        where T : OmeMetadata => (content = Content as T) is not null;

    /// <summary>
    /// Everything that is wrong with the document: first its form, which only reading sees, then what <see cref="Validation.Validate"/> says of its
    /// <see cref="Content"/>. None means that it is valid. Never throws.
    /// </summary>
    /// <param name="strict">Whether to report recommended members that are missing, too. Most images leave them out.</param>
    public IReadOnlyList<Finding> Validate(bool strict = false) => document.Content.Validate(strict);

    /// <summary>
    /// The document in its canonical form and in the wrapper that it came in: known members in the order of the specification and without
    /// nulls, unknown members and everything around the metadata as they were. Without <see cref="Content"/> it is as it was read. A new
    /// tree each time.
    /// </summary>
    public JsonObject ToJson() => JsonText.Tree(Write);

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public string ToJsonText(bool indented = false) => JsonText.Write(indented, Write);

    /// <summary>Kind, version and form in words.</summary>
    public override string ToString() => $"{Kind} of OME-Zarr {Version} ({Form})";

    /// <summary>Reads metadata from JSON that is known to be sound.</summary>
    /// <param name="write">Writes them.</param>
    /// <inheritdoc cref="Parse(string)"/>
    internal static OmeDocument ParseSound(Action<Utf8JsonWriter> write)
    {
        var utf8 = JsonText.Bytes(write).WrittenSpan;
        try
        {
            var findings = new FindingList();
            var json = JsonElement.Parse(utf8, new() { MaxDepth = MaxDepth });
            return DetectedDocument.Detect(json, findings) is { } document ? new OmeDocument(document) : throw Unreadable("The document", findings.ToList());
        }
        catch (JsonException)
        {
            return Parse(utf8); // too deep: this reports the location
        }
    }

    private static OmeDocument Parse(ReadOnlySpan<byte> utf8, string name, int maxLength)
    {
        var findings = new FindingList();
        return DetectedDocument.Detect(utf8, maxLength, findings) is { } document ? new OmeDocument(document) : throw Unreadable(name, findings.ToList());
    }

    private static OmeZarrException Unreadable(string name, IReadOnlyList<Finding> findings) => new($"{name} cannot be read", findings);

    private void Write(Utf8JsonWriter json)
    {
        if (Content is { } content)
        {
            document.Envelope.Write(json, metadata => ObjectWriter.Write(metadata, content));
        }
        else
        {
            document.Envelope.Document.WriteTo(json);
        }
    }
}
