using System.Text.Json.Nodes;
using Xunit;

namespace OmeZarr.Tests.Json;

public sealed class JsonMembersTests
{
    private static readonly JsonMembers Members = new JsonObject { ["b"] = 1, ["a"] = new JsonArray(true, null) };

    [Fact]
    public void Members_are_found_by_name_and_enumerated_in_document_order()
    {
        Assert.Equal(2, Members.Count);
        Assert.Equal(["b", "a"], Members.Names);
        Assert.Equal(["b", "a"], Members.Select(member => member.Key));
        Assert.Equal(["b", "a"], ((System.Collections.IEnumerable)Members).Cast<KeyValuePair<string, System.Text.Json.JsonElement>>().Select(member => member.Key));
        Assert.Equal(1, Members["b"].GetInt32());
        Assert.True(Members.Contains("a"));
        Assert.False(Members.Contains("c"));
        Assert.True(Members.TryGetValue("a", out var found) && found.GetArrayLength() == 2);
        Assert.False(Members.TryGetValue("c", out _));
        Assert.Throws<KeyNotFoundException>(() => Members["c"]);
        Assert.Equal("json", Assert.Throws<ArgumentNullException>(() => JsonMembers.From((JsonObject)null!)).ParamName);
    }

    [Theory]
    [InlineData("""{"a":[true,null],"b":1.0}""", true)]
    [InlineData("""{"b":1}""", false)]
    [InlineData("""{"b":1,"a":[true,null],"c":0}""", false)]
    [InlineData("""{"b":1,"a":[null,true]}""", false)]
    [InlineData("""{"b":1,"c":[true,null]}""", false)]
    public void They_are_compared_by_content(string json, bool isEqual)
    {
        var others = JsonMembers.From(JsonNode.Parse(json)!.AsObject());
        Assert.Equal(isEqual, Members.Equals(others));
        Assert.Equal(isEqual, others.Equals((object)Members));
        Assert.Equal(isEqual, Members.GetHashCode() == others.GetHashCode());
        Assert.False(Members.Equals(null));
        Assert.False(Members.Equals("b"));
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":"x"}""", """{"a":"y"}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""")]
    public void Different_values_have_different_hashes(string left, string right) =>
        Assert.NotEqual(JsonMembers.From(JsonNode.Parse(left)!.AsObject()).GetHashCode(), JsonMembers.From(JsonNode.Parse(right)!.AsObject()).GetHashCode());

    [Fact]
    public void Of_a_repeated_name_the_last_value_counts() =>
        Assert.Equal("""{"a":3,"b":2}""", JsonMembers.From(JsonNode.Parse("""{"a":1,"b":2,"a":3}""")!.AsObject()).ToString());

    [Fact]
    public void Others_replace_those_of_the_same_name_and_follow_otherwise()
    {
        JsonMembers others = new JsonObject { ["c"] = 3, ["b"] = 2 };
        Assert.Equal("""{"b":2,"a":[true,null],"c":3}""", Members.With(others).ToString());
        Assert.Equal("""{"b":1,"a":[true,null]}""", Members.With(JsonMembers.None).ToString());
        Assert.Equal("""{"b":1}""", Members.Without("a").ToString());
        Assert.Equal(Members, Members.Without("c"));
        Assert.Equal("""{"b":1,"a":[true,null]}""", Members.ToString());
    }

    [Fact]
    public void A_number_that_JSON_does_not_have_is_found_behind_others()
    {
        JsonNode[] numbers = [JsonValue.Create(double.NaN), JsonValue.Create(float.PositiveInfinity), JsonValue.Create(Half.NegativeInfinity)!];
        Assert.All(numbers, number =>
        {
            var json = new JsonObject { ["a"] = new JsonObject { ["x"] = 1.5 }, ["b"] = new JsonArray(2f, (JsonNode)JsonValue.Create((Half)3)!), ["c"] = new JsonArray(1.5, 2f, JsonValue.Create((Half)3), number) };
            Assert.StartsWith("c[3]: JSON has no NaN", Assert.Throws<ArgumentException>(() => JsonMembers.From(json)).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void An_object_without_members_has_none() => Assert.Equal(JsonMembers.None, JsonMembers.From([]));
}
