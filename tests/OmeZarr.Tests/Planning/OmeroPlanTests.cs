using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>Every channel that is written has the colour and the window that the specification demands.</summary>
public sealed class OmeroPlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("uint8", 0, 255)]
    [InlineData("int16", -32768, 32767)]
    [InlineData("float32", 0, 1)]
    public async Task A_missing_window_is_the_range_of_the_type(string type, double min, double max)
    {
        var image = Image.FromDimensions([Dimension.Y(), Dimension.X()]) with { Omero = new Omero { Channels = [new OmeroChannel { Label = "DAPI" }] } };
        await using (await OmeWriter.PrepareImageAsync(folder["a.zarr"], image, new ArraySpec([4, 4], DataType.FromName(type)!)))
        {
        }

        var channel = Assert.Single((await OmeImage.OpenAsync(folder["a.zarr"])).Metadata.Omero!.Channels);
        Assert.Equal(("DAPI", "FFFFFF"), (channel.Label, channel.Color));
        Assert.Equal(new OmeroWindow { Min = min, Start = min, End = max, Max = max }, channel.Window);
        Assert.Empty((await OmeDocument.LoadAsync(folder["a.zarr"])).Validate());
    }

    [Fact]
    public async Task What_is_given_stays_and_completed_metadata_are_completed_too()
    {
        var window = Images.Window with { End = 7 };
        var channels = new Omero { Channels = [new OmeroChannel { Window = window }, new OmeroChannel { Color = "123456" }] };
        var options = SmallImage.Chunked with { CompleteMetadata = given => given with { Omero = channels } };
        await OmeWriter.WriteImageAsync(folder["a.zarr"], SmallImage.Metadata with { Omero = null }, SmallImage.Sources(), options);
        var written = (await OmeImage.OpenAsync(folder["a.zarr"])).Metadata.Omero!.Channels;
        Assert.Equal(["0000FF", "123456"], written.Select(channel => channel.Color));
        Assert.Equal([7, 65535], written.Select(channel => channel.Window!.End));
    }

    [Fact]
    public void Checking_says_the_same_of_both_versions()
    {
        var omero = new Omero { Channels = [new OmeroChannel()] };
        var image = Images.Valid with { Omero = omero };
        string[] expected = ["omero-window-missing: Error", "omero-color-missing: Error"];
        Assert.Equal(expected, image.Validate().Select(finding => $"{finding.RuleId}: {finding.Severity}"));
        Assert.Equal(expected, image.ToV04().Value.Validate().Select(finding => $"{finding.RuleId}: {finding.Severity}"));
    }
}
