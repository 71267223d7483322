using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests;

/// <summary>What is no file is refused at once, also where to open it would take for ever.</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => NoFile.Kinds;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_no_TIFF_file(string kind)
    {
        await NoFile.PutAsync(kind, folder["a.tif"]);
        var error = await Assert.ThrowsAnyAsync<IOException>(() => NoFile.SoonAsync(async () => TiffImage.Open(folder["a.tif"]).Dispose()));
        Assert.Contains(folder["a.tif"], error.Message, StringComparison.Ordinal);
    }
}
