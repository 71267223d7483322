using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>Random documents of every kind come back as they were, and whatever is done to their text is survived.</summary>
public class OmeDocumentRoundTripTests
{
    private const string Seed = "0000KOIPe8x2";

    private static readonly string[] Scraps =
        ["", "{", "}", "[", "]", ",", ":", "\"", "null", "NaN", "-Infinity", "1e999", "0.5", "\"\\ud800\"", "ome", "/", "\uFEFF", "-", "{\"a\":", "9999999999999999999"];

    [Fact]
    public void A_document_is_recognised_and_comes_back_as_it_was() => RandomDocuments.Samples.Sample(
        sample =>
        {
            var document = OmeDocument.Parse(sample.Text);
            Assert.Equal((sample.Kind, sample.Version, sample.Form), (document.Kind, document.Version, document.Form));
            Assert.Equal(sample.Model, document.Content);
            Assert.Equal(sample.Text, document.ToJsonText());
            Assert.True(JsonNode.DeepEquals(sample.Json, document.ToJson()));
            Assert.Empty(document.Findings);
        },
        seed: Seed,
        iter: 500);

    [Fact]
    public void Text_bytes_and_tree_are_judged_alike() => RandomDocuments.Samples.Sample(
        sample =>
        {
            var findings = OmeDocument.Parse(sample.Text).Validate(strict: true);
            Assert.Equal(findings, OmeDocument.Parse(Encoding.UTF8.GetBytes(sample.Text)).Validate(strict: true));
            Assert.Equal(findings, OmeDocument.Parse(sample.Json).Validate(strict: true));
        },
        seed: Seed,
        iter: 200);

    [Fact]
    public void Damaged_text_is_read_or_refused() => Damaged(RandomDocuments.Samples, Gen.OneOf(Scraps), (text, at, length, scrap) =>
        string.Concat(text.AsSpan(0, at), scrap, text.AsSpan(Math.Min(text.Length, at + length))));

    [Fact]
    public void Damaged_values_are_read_or_refused() => Damaged(RandomDocuments.Samples, RandomModels.Anything, (text, at, _, value) =>
    {
        var json = JsonNode.Parse(text)!;
        var all = Descendants(json).ToList();
        all[at % all.Count].ReplaceWith(value?.DeepClone());
        return json.ToJsonString();
    });

    [Fact]
    public void Damaged_bytes_are_read_or_refused() => Gen.Select(RandomDocuments.Samples, Gen.Int[0, 1 << 20], Gen.Byte).Sample(
        (sample, at, value) =>
        {
            var bytes = Encoding.UTF8.GetBytes(sample.Text);
            bytes[at % bytes.Length] = value;
            Exercise(() => OmeDocument.Parse(bytes));
        },
        seed: Seed,
        iter: 1000);

    private static void Damaged<T>(Gen<Sample> samples, Gen<T> scraps, Func<string, int, int, T, string> damage) =>
        Gen.Select(samples, Gen.Int[0, 1 << 20], Gen.Int[0, 5], scraps).Sample(
            (sample, at, length, scrap) =>
            {
                var text = damage(sample.Text, at % sample.Text.Length, length, scrap);
                Exercise(() => OmeDocument.Parse(text));
            },
            seed: Seed,
            iter: 1000);

    /// <summary>Nothing but a refusal when it is read; nothing at all afterwards.</summary>
    private static void Exercise(Func<OmeDocument> parse)
    {
        OmeDocument document;
        try
        {
            document = parse();
        }
        catch (OmeZarrException refusal)
        {
            Assert.Contains(refusal.Findings, finding => finding.Severity == Severity.Error);
            return;
        }

        document.Validate();
        var findings = document.Validate(strict: true);
        Assert.True(document.Content is not null || findings.Any(f => f.Severity == Severity.Error));
        Assert.Equal(document.ToJsonText(), OmeDocument.Parse(document.ToJsonText()).ToJsonText());
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode json) => json switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child)),
        JsonArray a => a.OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child)),
        _ => [],
    };
}
