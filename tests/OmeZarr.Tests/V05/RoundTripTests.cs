using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.V05;

/// <summary>Random documents with random unknown members at every level come back as they were.</summary>
public class RoundTripTests
{
    private const string Seed = "0000KOIPe8x2";

    [Fact]
    public void What_is_written_reads_back_equal() => RandomModels.AnyImage.Sample(
        image =>
        {
            var json = image.ToJson();
            var parsed = OmeMetadata.ParseLenient<Image>(JsonNode.Parse(image.ToJsonText(indented: true))!.AsObject());
            Assert.Equal(image, parsed.Value);
            Assert.Equal(image.GetHashCode(), parsed.Value!.GetHashCode());
            Assert.True(JsonNode.DeepEquals(json, parsed.Value.ToJson()));
            Assert.Equal(image.ToJsonText(), parsed.Value.ToJsonText());
        },
        seed: Seed,
        iter: 500);

    [Fact]
    public void Validation_never_throws_and_always_says_the_same() => RandomModels.AnyImage.Sample(
        image => Assert.Equal(image.Validate(strict: true), OmeMetadata.ParseLenient<Image>(image.ToJson()).Validate(strict: true)),
        seed: Seed,
        iter: 500);

    [Fact]
    public void Numbers_read_back_bit_for_bit() => RandomModels.Numbers.Sample(
        numbers =>
        {
            var image = Images.WithTransformations(new ScaleTransformation(numbers));
            var read = Image.Parse(image.ToJson()).Multiscales[0].Datasets[0].ScaleTransform!.Scale;
            Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        },
        seed: Seed,
        iter: 1000);
}
