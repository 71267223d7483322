using OmeZarr.Measuring;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Dividing;

/// <summary>Writes all documents, when all parts are there, and publishes the hierarchy.</summary>
/// <param name="place">The place of the plan.</param>
/// <param name="receipts">The receipts of all parts.</param>
internal sealed class FinishingDivision(DividedPlace place, IReadOnlyList<Receipt> receipts) : Division
{
    private readonly ILookup<string, byte[]> measured = receipts.SelectMany(receipt => receipt.Measured).ToLookup(part => part.Image, part => part.Channels);
    private int images;

    internal override Task<bool> WriteAsync(DividedImage image, int workers, CancellationToken cancellationToken)
    {
        PartsDivision.RequirePlanned(place.Plan, image);
        Interlocked.Increment(ref images);
        if (image.Sources[0] is MeasuredSource source)
        {
            foreach (var saved in measured[image.Path])
            {
                source.Add(saved);
            }
        }

        return Task.FromResult(true);
    }

    private protected override async Task<HierarchyDraft> BeginDraftAsync(HierarchyPlace given, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken)
    {
        PartsDivision.RequirePlace(place.Plan, given);
        return new Complete(await place.FinishAsync(options, cancellationToken).ConfigureAwait(false), () => images == place.Plan.Images.Count);
    }

    /// <summary>Publishes only if all images were there.</summary>
    private sealed class Complete(HierarchyDraft inner, Func<bool> isComplete) : HierarchyDraft
    {
        internal override WriteTarget Target => inner.Target;

        internal override Task PublishAsync(CancellationToken cancellationToken) => isComplete()
            ? inner.PublishAsync(cancellationToken)
            : throw new InvalidOperationException("the call that is divided wrote other images than the plan has; plan again");

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
