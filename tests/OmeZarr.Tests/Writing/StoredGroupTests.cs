using OmeZarr.Writing.Parts;
using TestKit;
using Xunit;
using Zarr.Metadata;

namespace OmeZarr.Tests.Writing;

public sealed class StoredGroupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_group_that_another_writer_publishes_meanwhile_is_there_or_not_there()
    {
        await SmallImage.WriteAsync(folder["built/labels"]);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => MoveInAndOut(folder["built/labels"], folder["labels"], stop.Token), TestContext.Current.CancellationToken);
        var seen = new HashSet<bool>();
        for (var look = 0; look < 200_000 && !writer.IsCompleted && (look < 5_000 || seen.Count < 2); look++)
        {
            seen.Add(StoredGroup.Read(folder["labels"], "a labels group") is GroupMetadata);
        }

        await stop.CancelAsync();
        await writer;
        Assert.Equal([false, true], seen.Order());
    }

    [Fact]
    public void A_folder_without_a_document_is_no_group()
    {
        Directory.CreateDirectory(folder["labels"]);
        var error = Assert.Throws<DestinationExistsException>(() => StoredGroup.Read(folder["labels"], "a labels group"));
        Assert.Contains("is not a Zarr v3 hierarchy", error.Message, StringComparison.Ordinal);
    }

    private static void MoveInAndOut(string built, string place, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Directory.Move(built, place);
            Directory.Move(place, built);
        }
    }
}
