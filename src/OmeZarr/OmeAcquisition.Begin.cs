using OmeZarr.Acquiring;
using OmeZarr.Acquiring.Journal;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr;

// How the hierarchy of an acquisition is created: by the writers and builders for images without pixels.
public sealed partial class OmeAcquisition
{
    /// <summary>What the folder has behind the name of the archive.</summary>
    private const string ArchiveSuffix = ".acquiring";

    private SemaphoreSlim Packing { get; } = new(1, 1);

    private static async Task<OmeAcquisition> StartAsync(StoreLocation location, AcquisitionPlan plan, CancellationToken cancellationToken)
    {
        var archive = location.Archive is null ? null : ArchivePlace.Require(location);
        var root = Destination.Resolve(archive is null ? location : archive + ArchiveSuffix);
        await RequireArchiveAsync(archive, plan, cancellationToken).ConfigureAwait(false);
        var abandoned = root.Folder is { } place ? JournalFolder.RequireAbandoned(place) : [];
        var creator = CreatorOf(root, plan, plan.Options);
        List<RecordedImage> images = [.. Enumerable.Range(0, plan.Layout.Positions).Select(position => new RecordedImage(plan, At(root, creator.PathOf(position)), token => creator.CreateAsync(position, token)))];
        var journal = root.Folder is { } folder ? FrameJournal.Create(folder, plan, [.. images.Select((_, position) => creator.PathOf(position))]) : null;
        try
        {
            await images[0].EnsureAsync(0, cancellationToken).ConfigureAwait(false);
            abandoned.ForEach(old => Directory.Delete(old, recursive: true)); // of a hierarchy that was replaced
            journal?.WritePoint(new PointContent(0, new long[images.Count], [], null));
        }
        catch
        {
            journal?.Delete();
            throw;
        }

        var isDurable = plan.Settings.DurableInterval is not null || plan.Settings.DurableFrames is not null;
        var intake = new FrameIntake(plan, creator, images, (slabs, record) => new DurablePoints(root.Folder, journal, slabs, record, isDurable));
        return new OmeAcquisition(plan, intake, root, archive);
    }

    private static Task RequireArchiveAsync(string? archive, AcquisitionPlan plan, CancellationToken cancellationToken) =>
        archive is null ? Task.CompletedTask : ArchivePlace.RequireReplaceableAsync(archive, plan.Settings.Overwrite, cancellationToken);

    /// <summary>Packs the archive from the folder beside it, and deletes the folder.</summary>
    private async Task PackAsync(CancellationToken cancellationToken)
    {
        await Packing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (archive is not null && Directory.Exists(root.Folder))
            {
                await StoreCopy.CopyAsync(root, StoreLocation.Parse(archive), new StoreCopyOptions { Overwrite = Settings.Overwrite }, cancellationToken: cancellationToken).ConfigureAwait(false);
                File.Delete(Path.Join(root.Folder, GroupDocument.Name)); // first: a folder without it was packed
                Directory.Delete(root.Folder, recursive: true);
            }
        }
        finally
        {
            Packing.Release();
        }
    }

    private static StoreLocation At(StoreLocation root, string path) => path.Length == 0 ? root : root.Below(path);

    private static IImageCreator CreatorOf(StoreLocation root, AcquisitionPlan plan, WriteOptions options) =>
        plan.Positions.Count == 0 ? new SingleImage(root, plan) : plan.IsPlate ? new PlateImages(root, plan, options) : new CollectionImages(root, plan, options);

    /// <summary>An acquisition without positions.</summary>
    private sealed class SingleImage(StoreLocation root, AcquisitionPlan plan) : IImageCreator
    {
        public StoreLocation Root => root;

        public string PathOf(int position) => string.Empty;

        public async Task CreateAsync(int position, CancellationToken cancellationToken)
        {
            var arrays = await OmeWriter.PrepareImageAsync(root, plan.ImageOf(null), plan.Finest, plan.Options, null, cancellationToken).ConfigureAwait(false);
            await arrays.DisposeAsync().ConfigureAwait(false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Positions of the stage.</summary>
    private sealed class CollectionImages(StoreLocation root, AcquisitionPlan plan, WriteOptions options) : IImageCreator
    {
        private readonly Bioformats2RawBuilder builder = new(root, null, options);

        private SemaphoreSlim Creating { get; } = new(1, 1);

        public StoreLocation Root => root;

        public string PathOf(int position) => plan.Positions[position].Name;

        public async Task CreateAsync(int position, CancellationToken cancellationToken)
        {
            await Creating.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                builder.AddSeries(PathOf(position), plan.ImageOf(plan.Positions[position]), plan.Finest);
                await builder.PrepareAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Creating.Release();
            }
        }

        public ValueTask DisposeAsync() => builder.DisposeAsync();
    }

    /// <summary>Fields of wells. All fields of a well are created with the first one.</summary>
    private sealed class PlateImages(StoreLocation root, AcquisitionPlan plan, WriteOptions options) : IImageCreator
    {
        private readonly PlateBuilder builder = new(root, plan.Settings.Plate ?? new PlateOptions { Name = plan.Settings.Name }, options);
        private readonly HashSet<(string Row, string Column)> wells = [];

        private SemaphoreSlim Creating { get; } = new(1, 1);

        public StoreLocation Root => root;

        public string PathOf(int position) => $"{plan.Positions[position].Row}/{plan.Positions[position].Column}/{plan.Positions[position].Name}";

        public async Task CreateAsync(int position, CancellationToken cancellationToken)
        {
            await Creating.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var (row, column) = (plan.Positions[position].Row!, plan.Positions[position].Column!);
                if (wells.Contains((row, column)))
                {
                    return;
                }

                builder.AddWell(row, column, [.. plan.Positions.Where(other => other.Row == row && other.Column == column).Select(other => new Field(other.Name, plan.ImageOf(other), plan.Finest))]);
                await builder.PrepareAsync(cancellationToken).ConfigureAwait(false);
                wells.Add((row, column));
            }
            finally
            {
                Creating.Release();
            }
        }

        public ValueTask DisposeAsync() => builder.DisposeAsync();
    }
}
