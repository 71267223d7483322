using System.Collections.Concurrent;
using OmeZarr.Measuring;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Dividing;

/// <summary>Writes some parts of one wave, and a receipt for each.</summary>
/// <param name="place">The place of the plan.</param>
/// <param name="parts">The parts that are not done.</param>
/// <param name="maxBufferedBytes">The memory for levels that are not complete.</param>
/// <param name="done">Called with the number of each part when its receipt is written.</param>
internal sealed class PartsDivision(DividedPlace place, IReadOnlyList<int> parts, long maxBufferedBytes, Action<int>? done) : Division
{
    private readonly Dictionary<int, OpenPart> open = parts.ToDictionary(part => part, part => new OpenPart(part, place.Plan.CountImagesOf(part)));
    private readonly Dictionary<string, List<int>> partsOfImage = ByImage(place.Plan, parts);
    private readonly PieceWriter writer = new(place.Content, maxBufferedBytes);

    /// <summary>Throws if the call did not write all that the plan has.</summary>
    /// <exception cref="InvalidOperationException">Images are missing.</exception>
    internal void RequireDone()
    {
        if (open.Values.FirstOrDefault(part => part.MissingImages > 0) is { } part)
        {
            throw PlanningDivision.Misused($"did not write {place.Plan.ImagesOf(part.Number).First()} or another image of part {part.Number}");
        }
    }

    internal override async Task<bool> WriteAsync(DividedImage image, int workers, CancellationToken cancellationToken)
    {
        if (!partsOfImage.TryGetValue(image.Path, out var wanted))
        {
            return false;
        }

        RequirePlanned(place.Plan, image);
        foreach (var number in wanted)
        {
            var part = open[number];
            var fresh = image.Sources[0] is MeasuredSource measured ? measured.Fresh() : null;
            var sources = fresh is null ? image.Sources : [fresh, .. image.Sources.Skip(1)];
            var isMeasured = false;
            foreach (var pieces in place.Plan.PiecesOf(number, image.Path))
            {
                await writer.WriteAsync(image with { Sources = sources }, pieces, part.Values, workers, cancellationToken).ConfigureAwait(false);
                isMeasured |= pieces.Track is { Source: 0, First: 0 };
            }

            if (fresh is not null && isMeasured)
            {
                part.Measured.Add(new MeasuredPart(image.Path, fresh.Save()));
            }

            if (part.HasImage())
            {
                await place.WriteAsync(new Receipt(place.Plan.Id, number, part.Values, [.. part.Measured.OrderBy(one => one.Image, StringComparer.Ordinal)]), cancellationToken).ConfigureAwait(false);
                done?.Invoke(number);
            }
        }

        return false;
    }

    /// <exception cref="IOException">The plan is for another place.</exception>
    internal static void RequirePlace(DivisionPlan plan, HierarchyPlace given)
    {
        if (given.Text != plan.Destination)
        {
            throw new IOException($"the plan is for {plan.Destination}, not for {FindingText.Sanitize(given.Text)}; plan again");
        }
    }

    /// <exception cref="IOException">The image is not as it was planned.</exception>
    internal static void RequirePlanned(DivisionPlan plan, DividedImage image)
    {
        if (plan.Find(image.Path)?.Fingerprint != image.Fingerprint())
        {
            throw new IOException($"{(image.Path.Length == 0 ? "the image" : image.Path)} has other levels, chunks or types than when it was planned: the input has changed, or the program. Plan again, and delete the parts");
        }
    }

    private protected override async Task<HierarchyDraft> BeginDraftAsync(HierarchyPlace given, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken)
    {
        RequirePlace(place.Plan, given);
        await place.EnterAsync(cancellationToken).ConfigureAwait(false);
        return new UnseenDraft(options);
    }

    private static Dictionary<string, List<int>> ByImage(DivisionPlan plan, IReadOnlyList<int> parts)
    {
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            foreach (var image in plan.ImagesOf(part))
            {
                (found.TryGetValue(image, out var own) ? own : found[image] = []).Add(part);
            }
        }

        return found;
    }

    /// <summary>A part in work.</summary>
    private sealed class OpenPart(int number, int images)
    {
        private int missing = images;

        internal int Number => number;

        internal int MissingImages => Volatile.Read(ref missing);

        internal ConcurrentDictionary<string, StoredValue> Values { get; } = new(StringComparer.Ordinal);

        internal ConcurrentBag<MeasuredPart> Measured { get; } = [];

        /// <summary>Counts an image.</summary>
        /// <returns>Whether it was the last one.</returns>
        internal bool HasImage() => Interlocked.Decrement(ref missing) == 0;
    }
}
