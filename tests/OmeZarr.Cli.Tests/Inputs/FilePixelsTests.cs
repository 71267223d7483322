using OmeZarr.Cli.Inputs;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Inputs;

public sealed class FilePixelsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly OpenFiles files = new(1000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Many_files_are_read_at_the_same_time_and_few_are_open()
    {
        var tiffs = Enumerable.Range(0, 200).Select(i => InputImage.Open(TestFiles.WriteGray<ushort>(folder[$"{i}.tif"], 2, (ushort)i, 1, 2, 3), null, files).Pixels).ToList();
        await Parallel.ForAsync(0, 2000, Cancel, async (i, token) =>
        {
            var pixels = new byte[8];
            await tiffs[i % tiffs.Count].ReadAsync(Region.Whole(tiffs[0].Shape), pixels, token);
            Assert.Equal(i % tiffs.Count, BitConverter.ToUInt16(pixels));
        });
        Assert.InRange(files.Count, 1, OpenFiles.MaxOpen);
    }

    [Fact]
    public async Task A_file_that_was_replaced_meanwhile_is_not_read()
    {
        var tiff = await OpenAndForgetAsync();
        TestFiles.WriteGray<ushort>(folder["a.tif"], 2, 1, 2);
        var error = await Assert.ThrowsAsync<InputFileException>(() => ReadAsync(tiff));
        Assert.Equal($"{folder["a.tif"]}: was changed while it was converted; convert again when nothing writes to it any more", error.Message);
    }

    [Fact]
    public async Task A_file_that_is_gone_meanwhile_is_named()
    {
        var tiff = await OpenAndForgetAsync();
        File.Delete(folder["a.tif"]);
        Assert.Equal($"{folder["a.tif"]}: cannot be read: it is no longer there", (await Assert.ThrowsAsync<InputFileException>(() => ReadAsync(tiff))).Message);
        TestFiles.WriteGray<ushort>(folder["a.tif"], 2, 1, 2, 3, 4);
        await ReadAsync(tiff);
    }

    private static async Task ReadAsync(IArraySource tiff) => await tiff.ReadAsync(Region.Whole(tiff.Shape), new byte[8], Cancel);

    /// <summary>A file that was closed again, since many others were read after it.</summary>
    private async Task<IArraySource> OpenAndForgetAsync()
    {
        var tiff = InputImage.Open(TestFiles.WriteGray<ushort>(folder["a.tif"], 2, 1, 2, 3, 4), null, files).Pixels;
        for (var i = 0; i < OpenFiles.MaxOpen; i++)
        {
            await ReadAsync(InputImage.Open(TestFiles.WriteGray<ushort>(folder[$"other {i}.tif"], 2, 1, 2, 3, 4), null, files).Pixels);
        }

        return tiff;
    }
}
