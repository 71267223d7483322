using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Headers of many files are read with few open files.</summary>
public sealed class PlateHeadersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_files_are_few()
    {
        var paths = Write(300);
        using var files = new OpenFiles(paths.Length);
        var headers = PlateHeaders.Open(paths, null, files, Cancel);
        Assert.Equal(paths, headers.Keys);
        Assert.All(headers, image => Assert.Equal(image.Key, image.Value.Path));
        Assert.InRange(files.Count, 1, OpenFiles.MaxOpen);
    }

    [Fact]
    public void Of_several_damaged_files_the_first_is_told()
    {
        var paths = Write(100);
        foreach (var i in new[] { 99, 60, 17 })
        {
            File.WriteAllText(paths[i], "text");
        }

        using var files = new OpenFiles(paths.Length);
        var error = Assert.ThrowsAny<IOException>(() => PlateHeaders.Open(paths, null, files, Cancel));
        Assert.StartsWith(paths[17], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_is_cancelled()
    {
        var paths = Write(10);
        using var files = new OpenFiles(paths.Length);
        Assert.ThrowsAny<OperationCanceledException>(() => PlateHeaders.Open(paths, null, files, new CancellationToken(true)));
    }

    private string[] Write(int count) => [.. Enumerable.Range(0, count).Select(i => TestFiles.WriteGray<byte>(folder[$"A{i}.tif"], 1, 1))];
}
