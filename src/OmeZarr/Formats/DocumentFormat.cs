using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Formats;

/// <summary>How one kind of document of one version is read, written and judged; models go in and out as <see cref="object"/>.</summary>
internal sealed record DocumentFormat(
    OmeDocumentKind Kind,
    string Version,
    Func<JsonElement, Parsed<object>> Read,
    Action<Utf8JsonWriter, object> Write,
    Func<object, bool, IReadOnlyList<Finding>> Validate)
{
    public static DocumentFormat Of<T>(
        (OmeDocumentKind Kind, string Version, string Root) format,
        Func<JsonCursor, T?> read,
        Action<Utf8JsonWriter, T> write,
        Func<T, bool, IReadOnlyList<Finding>> validate)
        where T : class => new(
            format.Kind,
            format.Version,
            json => Documents.Parse<object>(json, at => read(at), format.Root),
            (json, model) => write(json, (T)model),
            (model, strict) => validate((T)model, strict));
}
