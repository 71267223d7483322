using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Metadata;

/// <summary>Bare NaN and Infinity in attributes, as Python writes them: whoever writes the document again leaves them as they were.</summary>
public sealed class NonFiniteAttributesTests
{
    private const string Attributes = """{"a":[NaN,1,{"b":-Infinity}],"text":"NaN","c":Infinity}""";

    [Fact]
    public async Task Resizing_leaves_them_bare()
    {
        var store = await StoreAsync("a/zarr.json", ZarrJson.With("attributes", Attributes));
        var array = await ZarrArray.OpenAsync(store, new StorePrefix("a"));
        await array.ResizeAsync([4, 100, 200]);
        Assert.Contains($"\"attributes\":{Attributes}", await CompactAsync(store, "a/zarr.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_attributes_beside_them_leave_them_bare()
    {
        var store = await StoreAsync("zarr.json", Group($"\"attributes\":{Attributes}"));
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        var attributes = group.Attributes.DeepClone().AsObject();
        attributes["new"] = "Infinity";
        attributes["moved"] = new JsonObject { ["b"] = attributes["a"]![0]!.DeepClone() };
        await group.ReplaceAttributesAsync(attributes);
        var expected = Attributes[..^1] + ""","new":"Infinity","moved":{"b":NaN}}""";
        Assert.Contains($"\"attributes\":{expected}", await CompactAsync(store, "zarr.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropping_consolidated_metadata_leaves_them_bare()
    {
        const string Copies = """
            "consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{}}
            """;
        var store = await StoreAsync("zarr.json", Group($"\"attributes\":{Attributes},\"extra\":{{\"must_understand\":false,\"x\":NaN}},{Copies}"));
        await ZarrGroup.CreateAsync(store, new StorePrefix("below"));
        var written = await CompactAsync(store, "zarr.json");
        Assert.DoesNotContain("consolidated_metadata", written, StringComparison.Ordinal);
        Assert.Contains($"\"attributes\":{Attributes},\"extra\":{{\"must_understand\":false,\"x\":NaN}}", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":Infinity}""")]
    [InlineData("""{"a":[-Infinity,null],"b":null}""")]
    public void A_single_one_stays_bare(string attributes) =>
        Assert.Contains(attributes, Compact(ZarrJson.ParseWith("attributes", attributes).ToUtf8()), StringComparison.Ordinal);

    [Fact]
    public void For_readers_they_are_texts() =>
        Assert.Equal("NaN", ZarrJson.ParseWith("attributes", Attributes).Attributes["a"]![0]!.GetValue<string>());

    [Fact]
    public void Texts_of_any_spelling_stay_texts()
    {
        var array = ZarrJson.ParseWith("attributes", """{"a":"\u004eaN","b":"-\u0049nfinity","c":"\u004e\u0061N"}""");
        Assert.Contains("""{"a":"NaN","b":"-Infinity","c":"NaN"}""", Compact(array.ToUtf8()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"\u004eaN"}""", """{"a":"NaN"}""")]
    [InlineData("""{"a":"\u0049nfinity"}""", """{"a":"Infinity"}""")]
    public void A_single_text_of_their_spelling_stays_a_text(string attributes, string written) =>
        Assert.Contains(written, Compact(ZarrJson.ParseWith("attributes", attributes).ToUtf8()), StringComparison.Ordinal);

    [Fact]
    public async Task Numbers_of_ones_own_that_JSON_does_not_have_are_an_error_that_says_where()
    {
        var attributes = new JsonObject { ["a"] = new JsonArray(1, new JsonObject { ["b.c"] = double.NaN }) };
        var group = await ZarrGroup.CreateAsync(new MemoryStore(), StorePrefix.Root);
        foreach (var write in (Func<Task>[])[
            () => ZarrGroup.CreateAsync(new MemoryStore(), StorePrefix.Root, attributes),
            () => group.ReplaceAttributesAsync(attributes),
            () => ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, ZarrJson.Parse(ZarrJson.Array) with { Attributes = attributes })])
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(write);
            Assert.StartsWith("attributes.a[1].b.c: JSON has no NaN", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("float", double.PositiveInfinity)]
    [InlineData("double", double.NegativeInfinity)]
    [InlineData("half", double.NaN)]
    [InlineData("half", double.PositiveInfinity)]
    public void Numbers_of_any_type_that_are_infinite_or_none_are_not_written(string type, double number)
    {
        JsonNode value = type switch
        {
            "float" => JsonValue.Create((float)number),
            "half" => JsonValue.Create((Half)number)!,
            _ => JsonValue.Create(number),
        };
        var group = new GroupMetadata { Attributes = new JsonObject { ["a"] = value } };
        Assert.StartsWith("attributes.a: ", Assert.Throws<ArgumentException>(group.ToUtf8).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finite_numbers_of_any_type_before_it_are_not_blamed()
    {
        var attributes = new JsonObject { ["double"] = 1.5, ["float"] = 1.5f, ["half"] = JsonValue.Create((Half)1.5), ["bad"] = double.NaN };
        Assert.StartsWith("attributes.bad: ", Assert.Throws<ArgumentException>(new GroupMetadata { Attributes = attributes }.ToUtf8).Message, StringComparison.Ordinal);
    }

    private static string Group(string members) => $"{{\"zarr_format\":3,\"node_type\":\"group\",{members}}}";

    private static async Task<MemoryStore> StoreAsync(string key, string document)
    {
        var store = new MemoryStore();
        await store.WriteAsync(key, Encoding.UTF8.GetBytes(document));
        return store;
    }

    private static async Task<string> CompactAsync(IStore store, string key) => Compact((await store.ReadAsync(key))!);

    private static string Compact(byte[] document) => Encoding.UTF8.GetString(document).Replace("\n", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
}
