using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

public sealed class ProgressTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Progress_counts_the_chunks_and_bytes_of_all_levels()
    {
        var reports = await ReportsAsync();
        Assert.Equal(Enumerable.Range(1, SmallImage.Chunks).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal((SmallImage.Chunks, (60 + 18) * 2), (report.ChunksTotal, report.BytesTotal)));
        Assert.Equal(reports.Select(report => report.BytesWritten).Order(), reports.Select(report => report.BytesWritten));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesWritten);
    }

    [Fact]
    public async Task Progress_names_the_level_that_is_being_written()
    {
        var reports = await ReportsAsync();
        Assert.Equal([.. Enumerable.Repeat("0", 8), .. Enumerable.Repeat("1", 2)], reports.Select(report => report.ArrayPath));
        Assert.Equal(60 * 2, reports[7].BytesWritten);
    }

    private async Task<List<WriteProgress>> ReportsAsync()
    {
        var reports = new List<WriteProgress>();
        await SmallImage.WriteAsync(folder["image.zarr"], options: SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        return reports;
    }
}
