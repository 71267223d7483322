using System.Text;
using OmeZarr.Tests.Writing;
using OmeZarr.Writing.Dividing;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Dividing;

/// <summary>Plans and receipts as text, which others may have changed.</summary>
public sealed class PlanJsonTests
{
    private const int Wells = 400;

    private static readonly Receipt Receipt = new(
        "0123456789abcdef",
        3,
        new Dictionary<string, StoredValue> { ["0/c/0/0"] = new(1L << 40, uint.MaxValue), ["\"ä\"/0/c/1/0"] = new(0, 0) },
        [new MeasuredPart("A/1/0", [1, 2, 3, 255])]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_of_many_images_is_read_without_a_tree_of_its_values()
    {
        var json = await PlateAsync();
        var first = ConversionPlan.Parse(json, Nowhere).ToJson(); // allocates what is allocated once
        var before = GC.GetAllocatedBytesForCurrentThread();
        ConversionPlan.Parse(json, Nowhere);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 14L * json.Length);
        Assert.Equal(json, first);
    }

    [Fact]
    public async Task Images_that_are_divided_alike_share_how_they_are_divided()
    {
        var plan = DivisionPlanJson.Parse(Encoding.UTF8.GetBytes(await PlateAsync()));
        Assert.Equal(Wells, plan.Images.Count);
        Assert.All(plan.Images, image => Assert.Same(plan.Images[0].Tracks, image.Tracks));
    }

    [Theory]
    [InlineData("\"conversionPlan\":1", "\"conversionPlan\":2")]
    [InlineData("\"conversionPlan\":1", "\"conversionPlan\":\"1\"")]
    [InlineData("\"overwrite\":false", "\"overwrite\":0")]
    [InlineData("\"kind\":\"Plate\"", "\"kind\":\"Dish\"")]
    [InlineData("\"identity\":\"\"", "\"identity\":\"\\ud800\"")]
    [InlineData("\"waves\":[", "\"waves\":[1,")]
    [InlineData("\"images\":[", "\"images\":[[],")]
    [InlineData("[[0,0,0,0,", "[[0,0,0,")]
    [InlineData("[[0,0,0,0,", "[[0,0,0,0,0,")]
    [InlineData("[[0,0,0,0,", "[[9999999999,0,0,0,")]
    [InlineData("[[0,0,0,0,", "[[7,0,0,0,")]
    [InlineData("[[0,0,0,0,", "[[0,0,0,0,-")]
    [InlineData("[\"A/2/0\",", "[\"A/1/0\",")]
    [InlineData("\"tasks\":[", "\"tasks\":[0,")]
    [InlineData("\"id\":", "\"further\":{\"a\":[1,{}]},\"id\":1,\"id\":")]
    public async Task A_changed_plan_is_refused(string text, string changed)
    {
        var json = await PlateAsync(2);
        Assert.Contains(text, json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ConversionPlan.Parse(json.Replace(text, changed, StringComparison.Ordinal), Nowhere));
    }

    [Fact]
    public async Task Spaces_and_further_members_do_not_matter()
    {
        var json = await PlateAsync(2);
        var spaced = json.Replace("\"kind\":", "\n  \"note\": {\"by\": [\"somebody\"]},\n  \"kind\": ", StringComparison.Ordinal);
        Assert.Equal(json, ConversionPlan.Parse(spaced, Nowhere).ToJson());
    }

    [Fact]
    public void A_receipt_comes_back_as_it_was()
    {
        var read = Receipt.Parse(Receipt.ToUtf8());
        Assert.Equal((Receipt.Plan, Receipt.Part), (read.Plan, read.Part));
        Assert.Equal(Receipt.Values.OrderBy(value => value.Key, StringComparer.Ordinal), read.Values.OrderBy(value => value.Key, StringComparer.Ordinal));
        Assert.Equal(Receipt.Measured[0].Channels, Assert.Single(read.Measured).Channels);
    }

    [Fact]
    public void A_receipt_that_is_cut_off_or_damaged_is_refused()
    {
        var utf8 = Receipt.ToUtf8();
        Assert.All(Enumerable.Range(0, utf8.Length), length => Assert.Throws<InvalidDataException>(() => Receipt.Parse(utf8.AsSpan(0, length))));
        var text = Encoding.UTF8.GetString(utf8);
        foreach (var (sound, damaged) in (ReadOnlySpan<(string, string)>)[("\"part\":3", "\"part\":-3"), ("4294967295]", "4294967296]"), ("\"AQID", "\"AQ!D"), ("]]}", "]]} 1"), ("\"values\":", "\"value\":")])
        {
            Assert.Throws<InvalidDataException>(() => Receipt.Parse(Encoding.UTF8.GetBytes(text.Replace(sound, damaged, StringComparison.Ordinal))));
        }
    }

    private static StoreLocation Nowhere => StoreLocation.In(new MemoryStore(), new StorePrefix("plate"));

    private static async Task<string> PlateAsync(int count = Wells)
    {
        WellFields[] wells = [.. Enumerable.Range(1, count).Select(column => SmallPlate.Well($"A/{column}", SmallPlate.Field("0", column)))];
        var location = Nowhere;
        var plan = await ConversionPlan.CreateAsync((options, token) => OmeWriter.WritePlateAsync(location, wells, null, options, token), division: new ConversionPlanOptions { Tasks = 2 }, cancellationToken: Cancellation);
        return plan.ToJson();
    }
}
