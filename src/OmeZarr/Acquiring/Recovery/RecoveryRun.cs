using System.Text.Json.Nodes;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Acquiring.Recovery;

/// <summary>Completes the images of an acquisition whose writer died. It may be killed at any moment and run again.</summary>
/// <param name="journal">The journal.</param>
/// <param name="images">The images; those that are there are opened by <see cref="RunAsync"/>.</param>
/// <param name="root">The hierarchy.</param>
internal sealed class RecoveryRun(AbandonedJournal journal, IReadOnlyList<RecordedImage> images, StoreLocation root)
{
    private readonly AcquisitionPlan plan = journal.Plan;
    private readonly FrameRestorer restorer = new(journal.Plan, images);
    private long removed;

    internal async Task<AcquisitionRecovery> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await restorer.IdleAsync().ConfigureAwait(false); // workers must not go on beside the next recovery
        }
    }

    private async Task<AcquisitionRecovery> CompleteAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var extents = journal.ReadExtents() ?? KeptExtents();
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        var restored = 0L;
        foreach (var segment in journal.Reader.Segments)
        {
            restored += await restorer.RestoreAsync(segment, cancellationToken).ConfigureAwait(false);
        }

        await restorer.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (number, image) in images.Index().Where(image => image.Item.IsCreated))
        {
            await FinishAsync(number, image, Math.Max(1, extents[number]), cancellationToken).ConfigureAwait(false);
        }

        await FrameDescriptions.ChangeAsync(root, journal.Reader.Attributes, cancellationToken).ConfigureAwait(false);
        await new FileSystemStore(root.Folder!).FlushAsync(StorePrefix.Root, cancellationToken).ConfigureAwait(false);
        return new AcquisitionRecovery
        {
            Location = root.ToString(),
            WasNeeded = true,
            Images = [.. images.Index().Where(image => image.Item.IsCreated).Select(image => journal.Paths[image.Index])],
            FramesDurable = journal.Reader.Frames,
            FramesRestored = restored,
            FramesUnreadable = journal.Reader.Segments.Sum(segment => segment.Count) - restored,
            ValuesRemoved = removed,
            LastDurablePoint = journal.LastPoint,
        };
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        foreach (var image in images.Where(image => File.Exists(Path.Join(image.Location.Folder, Planning.GroupDocument.Name))))
        {
            await image.OpenAsync(cancellationToken).ConfigureAwait(false);
            RequireSame(image);
        }
    }

    /// <exception cref="IOException">The arrays are not those of the acquisition.</exception>
    private void RequireSame(RecordedImage image)
    {
        foreach (var (level, array) in image.Arrays.Index())
        {
            var wanted = plan.Levels[level];
            var isSame = array.DataType == plan.Settings.DataType && array.Shape.Rank == wanted.Shape.Rank && array.ChunkShape == wanted.WriteUnit
                && array.Shape.Index().All(axis => axis.Index == plan.Layout.Growing || axis.Item == wanted.Shape[axis.Index]);
            if (!isSame)
            {
                throw new IOException($"{image.Location} is not what was acquired ({array} instead of {wanted.Shape} {plan.Settings.DataType}, chunks {wanted.WriteUnit}): another program has replaced it. Delete {journal.Folder} to keep it; nothing was changed.");
            }
        }
    }

    /// <summary>What is before the last point is there in any case. What was stored later is kept.</summary>
    private long[] KeptExtents()
    {
        var durable = journal.Reader.Extents;
        long[] extents = [.. images.Select((image, number) => Math.Max(number < durable.Count ? durable[number] : 0, image.IsCreated ? new StoredValues(plan, image).Extent() : 0))];
        journal.WriteExtents(extents);
        return extents;
    }

    /// <summary>Values that were stored after the last point may be damaged, if the power failed, or there without the values of other levels.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var (number, image) in images.Index().Where(image => image.Item.IsCreated))
        {
            await image.CutAsync(plan.Layout.Growing < 0 ? 1 : image.Arrays[0].Shape[plan.Layout.Growing], cancellationToken).ConfigureAwait(false); // the same length at all levels
            var (slabs, damaged) = await new StoredValues(plan, image).CheckAsync(journal.LogTime, cancellationToken).ConfigureAwait(false);
            removed += damaged;
            foreach (var index in plan.LiveLevels > 1 ? slabs : [])
            {
                await restorer.StoreAgainAsync(number, index, cancellationToken).ConfigureAwait(false);
            }
        }

        await restorer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(int number, RecordedImage image, long extent, CancellationToken cancellationToken)
    {
        await image.EnsureAsync(plan.Layout.Growing < 0 ? 0 : extent, cancellationToken).ConfigureAwait(false);
        await image.CutAsync(extent, cancellationToken).ConfigureAwait(false);
        await LateLevels.WriteAsync(plan, image, plan.LiveLevels - 1, cancellationToken).ConfigureAwait(false);
        var described = await FramesAsync(number, image, cancellationToken).ConfigureAwait(false);
        await Completion.DescribeFramesAsync(image.Location, described, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Metadata of frames: those of the log, and those that the acquisition had written already because it was about to end.</summary>
    private async Task<IReadOnlyList<(FramePlace Place, JsonObject Metadata)>> FramesAsync(int number, RecordedImage image, CancellationToken cancellationToken)
    {
        var frames = new OrderedDictionary<string, (FramePlace Place, JsonObject Metadata)>();
        foreach (var frame in await WrittenAsync(image.Location, cancellationToken).ConfigureAwait(false))
        {
            if (frame[FrameAttributes.Index] is JsonArray index && index.All(at => at is JsonValue value && value.TryGetValue<long>(out _)))
            {
                var place = new FramePlace(number, [.. index.Select(at => at!.GetValue<long>())]);
                frames[string.Join(',', place.Index)] = (place, frame);
            }
        }

        foreach (var (place, metadata) in journal.Reader.Metadata.Where(frame => frame.Place.Image == number))
        {
            frames[string.Join(',', place.Index)] = (place, metadata);
        }

        return [.. frames.Values];
    }

    /// <summary>The metadata of frames that the image has already.</summary>
    private static async Task<IEnumerable<JsonObject>> WrittenAsync(StoreLocation image, CancellationToken cancellationToken)
    {
        var group = await ZarrGroup.OpenAsync(image, cancellationToken: cancellationToken).ConfigureAwait(false);
        var described = group.Attributes[FrameAttributes.Key] as JsonObject;
        if (described?[FrameAttributes.ArrayMember] is null)
        {
            return (described?[FrameAttributes.List] as JsonArray ?? []).OfType<JsonObject>();
        }

        var array = await ZarrArray.OpenAsync(image.Below(FrameAttributes.ArrayName), cancellationToken: cancellationToken).ConfigureAwait(false);
        var text = System.Text.Encoding.UTF8.GetString(await array.ReadAsync<byte>(cancellationToken).ConfigureAwait(false));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)).OfType<JsonObject>();
    }
}
