using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>What metadata has to know of the transpose codec: files from before the specification was accepted give its order by a letter.</summary>
internal static class TransposeOrder
{
    private const string Codec = "transpose";

    /// <summary>The codec that stores the first dimension fastest.</summary>
    internal static NamedConfiguration Reversed(int rank) => Of(Enumerable.Range(0, rank).Reverse());

    /// <summary>The same with the order written out, so that no letter is ever written again; other codecs as they are.</summary>
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
