using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing.Publication;

/// <summary>Somebody deletes what a running writer has written so far.</summary>
public sealed class VanishedStagingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_writer_whose_folder_is_deleted_fails_and_the_old_image_stays()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], first: 7);
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<IOException>(() => WriteAsync(staging => Directory.Delete(staging, recursive: true)));
        Assert.Contains("was deleted while", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_writer_of_whose_files_some_are_deleted_fails_and_the_old_image_stays()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], first: 7);
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<IOException>(() => WriteAsync(staging => File.Delete(Directory.GetFiles(Path.Join(staging, "new/0/c"), "*", SearchOption.AllDirectories)[0])));
        Assert.Contains("1 of ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_plate_builder_does_not_list_a_well_whose_files_are_deleted()
    {
        await using var plate = new PlateBuilder(folder["plate.zarr"], options: SmallImage.Chunked with { MaxDegreeOfParallelism = 1 });
        await plate.WriteAsync("A/1");
        var before = folder.Snapshot();
        var field = new Field("0", SmallImage.Metadata, Sources(staging => Directory.Delete(Path.Join(staging, "new/0/0/c"), recursive: true)));
        await Assert.ThrowsAsync<IOException>(() => plate.WriteWellAsync("B", "1", [field]));
        Assert.Equal(before, folder.Snapshot());
        await plate.WriteAsync("B/1");
    }

    private Task<string> WriteAsync(Action<string> damage) =>
        OmeWriter.WriteImageAsync(folder["image.zarr"], SmallImage.Metadata, Sources(damage), SmallImage.Overwriting with { MaxDegreeOfParallelism = 1 });

    /// <summary>The pixels of a small image; before the last chunk of the first level is given, something is done to the folder in which the writer works.</summary>
    private IReadOnlyList<IArraySource> Sources(Action<string> damage)
    {
        var levels = SmallImage.Sources();
        return [new Disturbed(levels[0], () => damage(Assert.Single(Directory.GetDirectories(folder.Path, ".*.partial")))), levels[1]];
    }

    /// <summary>Does something before it gives the last of the eight chunks of a level.</summary>
    private sealed class Disturbed(IArraySource source, Action disturb) : IArraySource
    {
        private int chunks;

        public Shape Shape => source.Shape;

        public DataType DataType => source.DataType;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref chunks) == 8)
            {
                disturb();
            }

            return source.ReadAsync(region, destination, cancellationToken);
        }
    }
}
