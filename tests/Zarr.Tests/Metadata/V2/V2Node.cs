using System.Text;
using System.Text.Json.Nodes;
using Zarr.Stores;

namespace Zarr.Tests.Metadata.V2;

/// <summary>The documents and chunks of Zarr v2 nodes for tests; this library does not write them.</summary>
internal static class V2Node
{
    /// <summary>A <c>.zarray</c> of 4 x 6 uint16 in chunks of 2 x 3, not compressed, with members replaced (or removed, by null in C#).</summary>
    internal static string Array(params (string Member, string? Json)[] changes)
    {
        var json = JsonNode.Parse("""
            {"zarr_format":2,"shape":[4,6],"chunks":[2,3],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null}
            """)!.AsObject();
        var raw = string.Join(",", json.Where(member => changes.All(change => change.Member != member.Key)).Select(member => $"\"{member.Key}\":{member.Value?.ToJsonString() ?? "null"}"));
        return $"{{{string.Join(",", changes.Where(change => change.Json is not null).Select(change => $"\"{change.Member}\":{change.Json}").Prepend(raw))}}}";
    }

    /// <summary>Puts text at a key.</summary>
    internal static ValueTask PutAsync(this IWritableStore store, string key, string text) => store.SetAsync(new StoreKey(key), Encoding.UTF8.GetBytes(text));

    /// <summary>Stores the four chunks of <see cref="Array"/> so that the array reads 0, 1, 2, … in C order.</summary>
    internal static async Task PutRampAsync(this IWritableStore store, string prefix, char separator)
    {
        for (var chunk = 0; chunk < 4; chunk++)
        {
            var (row, column) = (chunk / 2, chunk % 2);
            var elements = Enumerable.Range(0, 6).Select(i => (ushort)((((row * 2) + (i / 3)) * 6) + (column * 3) + (i % 3)));
            await store.SetAsync(new StoreKey($"{prefix}{row}{separator}{column}"), elements.SelectMany(BitConverter.GetBytes).ToArray());
        }
    }

    /// <summary>What such an array reads.</summary>
    internal static ushort[] Ramp { get; } = [.. Enumerable.Range(0, 24).Select(i => (ushort)i)];
}
