using OmeZarr.Json;
using Xunit;

namespace OmeZarr.Tests.Json;

/// <summary>A document of very many tiny values would take several times its size in memory.</summary>
public sealed class TokenLimitTests
{
    [Theory]
    [InlineData("[[],1]", 5, null)]
    [InlineData("[[],1]", 4, 5)]
    [InlineData("{\"a\":1}", 4, null)]
    [InlineData("{\"a\":1}", 3, 6)]
    public void The_number_of_names_and_values_is_limited(string json, int limit, int? index)
    {
        var problem = JsonScan.FirstProblem(System.Text.Encoding.UTF8.GetBytes(json), limit);
        Assert.Equal(index is null ? null : new JsonProblem("document-size", index.Value, $"there are more than {limit:N0} names and values"), problem);
    }

    [Fact]
    public void A_document_of_exactly_the_limit_is_read()
    {
        var findings = new FindingList();
        Assert.NotNull(JsonSource.Read("[1,2]"u8, 5, findings));
        Assert.Empty(findings.ToList());
        Assert.Null(JsonSource.Read(new byte[2001], 2000, findings));
        Assert.Equal("Error document-size : is larger than 2,000 bytes", Assert.Single(findings.ToList()).ToString());
    }
}
