using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using Zarr.Stores;

namespace OmeZarr.Acquiring;

/// <summary>Ends an acquisition, once. If it fails, another call goes on.</summary>
/// <param name="plan">The plan.</param>
/// <param name="creator">Created the images.</param>
/// <param name="images">The images.</param>
/// <param name="record">What has come.</param>
/// <param name="points">The durable points.</param>
internal sealed class Completion(AcquisitionPlan plan, IImageCreator creator, IReadOnlyList<RecordedImage> images, AcquisitionRecord record, DurablePoints points)
{
    private bool isDone;

    private SemaphoreSlim Running { get; } = new(1, 1);

    /// <summary>Ends the acquisition.</summary>
    /// <param name="storeAll">Stores all frames.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The paths of the images.</returns>
    internal async Task<ValueList<string>> RunAsync(Func<CancellationToken, Task> storeAll, CancellationToken cancellationToken)
    {
        await Running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!isDone)
            {
                await storeAll(cancellationToken).ConfigureAwait(false);
                await FinishAsync(cancellationToken).ConfigureAwait(false);
                isDone = true;
            }
        }
        finally
        {
            Running.Release();
        }

        return [.. images.Index().Where(image => image.Item.IsCreated).Select(image => creator.PathOf(image.Index))];
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        foreach (var (number, image) in images.Index().Where(image => image.Item.IsCreated))
        {
            await image.CutAsync(Math.Max(1, record.Extent(number)), cancellationToken).ConfigureAwait(false);
            await LateLevels.WriteAsync(plan, image, plan.LiveLevels - 1, cancellationToken).ConfigureAwait(false);
            await FrameDescriptions.WriteAsync(image.Location, record.NotesOf(number), cancellationToken).ConfigureAwait(false);
        }

        await FrameDescriptions.ChangeAsync(creator.Root, record.Attributes(), cancellationToken).ConfigureAwait(false);
        await creator.DisposeAsync().ConfigureAwait(false);
        await points.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the metadata of frames of an image.</summary>
    internal static Task DescribeFramesAsync(StoreLocation image, IReadOnlyList<(FramePlace Place, JsonObject Metadata)> frames, CancellationToken cancellationToken) =>
        FrameDescriptions.WriteAsync(image, [.. frames.Select(frame => FrameNotes.LineOf(frame.Place, frame.Metadata))], cancellationToken);
}
