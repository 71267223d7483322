using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Tests.Reading;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>Whatever is wrong with a document, validation gives a report. Every value of every document is deleted and damaged, one at a time.</summary>
public sealed class StoreFuzzTests
{
    public static TheoryData<string> Stores => StoreFaultTests.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_damaged_document_gives_a_report(string name)
    {
        var good = GoodStore.Create(name);
        var silent = new List<string>();
        foreach (var (key, content) in good.Files.Where(file => IsDocument(file.Key)).DistinctBy(file => Shape(file.Key)).ToList())
        {
            var document = JsonNode.Parse(content)!.AsObject();
            document.Where(member => member.Value is null).Select(member => member.Key).ToList().ForEach(member => document.Remove(member));
            foreach (var mutation in Rounds.Of(Mutations.Of(document)))
            {
                good.Put(key, mutation.Document.ToJsonString());
                var report = await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken);
                silent.AddRange(report.Findings.Count == 0 && mutation.IsWrongType ? [mutation.Place] : []);
                Assert.InRange(report.NodesChecked, 1, 60);
            }

            good.Files[key] = content;
        }

        // These may be anything: names and values that belong to the user, and members with which nothing goes wrong.
        Assert.All(silent.Distinct(), place => Assert.True(Free.Any(member => place.Contains(member, StringComparison.Ordinal)), place));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_document_that_is_cut_off_gives_a_report(string name)
    {
        var good = GoodStore.Create(name);
        foreach (var (key, content) in good.Files.Where(file => IsDocument(file.Key)).DistinctBy(file => Shape(file.Key)).ToList())
        {
            foreach (var text in new[] { [], content[..^1], content[..(content.Length / 2)], "[]"u8.ToArray(), "null"u8.ToArray(), [0xEF, 0xBB, 0xBF, .. content], [0xFF, 0xFE], Encoding.UTF8.GetBytes(new string('[', 500)) })
            {
                good.Files[key] = text;
                var report = await OmeStoreValidator.ValidateAsync(await good.ToStoreAsync(), StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken);
                Assert.True(report.Findings.Count > 0 || text.Length > content.Length || key.EndsWith(".zattrs", StringComparison.Ordinal), $"{key}: {Encoding.UTF8.GetString(text)}");
            }

            good.Files[key] = content;
        }
    }

    private static readonly string[] Free = ["area", "fill_value", "compressor", "filters", "order"];

    private static bool IsDocument(string key) => Path.GetFileName(key) is "zarr.json" or ".zgroup" or ".zarray" or ".zattrs";

    /// <summary>One document of each kind is enough.</summary>
    private static string Shape(string key) => key.Replace("B/", "A/", StringComparison.Ordinal).Replace("/2/", "/1/", StringComparison.Ordinal).Replace("1/1/", "1/0/", StringComparison.Ordinal);
}
