using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>Orders of the transpose codec in metadata. Files from before the acceptance of the specification give the order by a letter.</summary>
internal static class TransposeOrder
{
    private const string Codec = "transpose";

    /// <summary>The codec that stores the first dimension fastest.</summary>
    internal static NamedConfiguration Reversed(int rank) => Of(Enumerable.Range(0, rank).Reverse());

    /// <summary>Replaces a letter by the order that it stands for, so that no letter is written again. Other codecs stay unchanged.</summary>
    internal static NamedConfiguration Explicit(NamedConfiguration codec, int rank) => (codec.Name, Letter(codec)) switch
    {
        (Codec, "C") => Of(Enumerable.Range(0, rank)),
        (Codec, "F") => Reversed(rank),
        _ => codec,
    };

    private static string? Letter(NamedConfiguration codec) =>
        codec.Configuration is { Count: 1 } members && members["order"] is { } order && order.GetValueKind() == JsonValueKind.String
            ? order.GetValue<string>()
            : null;

    private static NamedConfiguration Of(IEnumerable<int> order) =>
        new(Codec, new JsonObject { ["order"] = new JsonArray([.. order.Select(d => JsonValue.Create(d))]) });
}
