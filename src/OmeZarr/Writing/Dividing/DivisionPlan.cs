namespace OmeZarr.Writing.Dividing;

/// <summary>The division of a hierarchy into parts: what a plan says to those that carry it out.</summary>
/// <param name="destination">The destination, as text.</param>
/// <param name="kind">The kind of the hierarchy.</param>
/// <param name="overwrite">Whether an existing hierarchy is replaced.</param>
/// <param name="identity">A text of the caller that identifies the input.</param>
/// <param name="images">All images, in the order in which they are written.</param>
/// <param name="waves">The waves, the first one first.</param>
internal sealed class DivisionPlan(string destination, OmeDocumentKind kind, bool overwrite, string identity, IReadOnlyList<DividedPaths> images, IReadOnlyList<Wave> waves)
{
    private readonly Lazy<Dictionary<string, int>> numbers = new(() => NumbersOf(images));
    private readonly Lazy<long[][]> starts = new(() => StartsOf(images, waves.Count));

    internal string Destination { get; } = destination;

    internal OmeDocumentKind Kind { get; } = kind;

    internal bool Overwrite { get; } = overwrite;

    internal string Identity { get; } = identity;

    internal IReadOnlyList<DividedPaths> Images { get; } = images;

    internal IReadOnlyList<Wave> Waves { get; } = waves;

    /// <summary>Identifies the plan: plans that are equal in everything have the same.</summary>
    internal string Id
    {
        get => field ??= DivisionPlanJson.IdOf(this);
        init;
    }

    /// <summary>Number of parts.</summary>
    internal int PartCount => Waves.Sum(wave => wave.Ends.Count);

    /// <summary>The number of the first part of a wave among all parts.</summary>
    internal int FirstPart(int wave) => Waves.Take(wave).Sum(earlier => earlier.Ends.Count);

    /// <summary>The wave of a part.</summary>
    internal int WaveOf(int part) => Enumerable.Range(0, Waves.Count).Last(wave => FirstPart(wave) <= part);

    /// <summary>The parts of a task.</summary>
    internal IEnumerable<int> PartsOf(int wave, int task)
    {
        var (start, end) = (task == 0 ? 0 : Waves[wave].Tasks[task - 1], Waves[wave].Tasks[task]);
        return Enumerable.Range(FirstPart(wave) + start, end - start);
    }

    /// <summary>The parts of a wave.</summary>
    internal IEnumerable<int> PartsOf(int wave) => Enumerable.Range(FirstPart(wave), Waves[wave].Ends.Count);

    /// <summary>What the plan says of an image; null if it does not know it.</summary>
    internal DividedPaths? Find(string path) => numbers.Value.TryGetValue(path, out var number) ? Images[number] : null;

    /// <summary>The pieces of an image that belong to a part.</summary>
    internal IEnumerable<PieceRange> PiecesOf(int part, string path)
    {
        var wave = WaveOf(part);
        var (from, to) = RangeOf(wave, part - FirstPart(wave));
        var number = numbers.Value[path];
        var start = starts.Value[wave][number];
        foreach (var track in Images[number].Tracks.Where(track => track.Wave == wave))
        {
            var (first, end) = (Math.Max(from, start), Math.Min(to, start + track.Pieces));
            if (first < end)
            {
                yield return new PieceRange(track, first - start, end - start);
            }

            start += track.Pieces;
        }
    }

    /// <summary>The images of which a part has pieces.</summary>
    internal IEnumerable<string> ImagesOf(int part)
    {
        var wave = WaveOf(part);
        var (from, to) = RangeOf(wave, part - FirstPart(wave));
        var begin = Array.BinarySearch(starts.Value[wave], from);
        begin = begin >= 0 ? begin : ~begin - 1;
        while (begin > 0 && starts.Value[wave][begin - 1] == from)
        {
            begin--; // images without pieces in this wave begin where the next one does
        }

        for (var image = begin; image < Images.Count && starts.Value[wave][image] < to; image++)
        {
            if (starts.Value[wave][image + 1] > starts.Value[wave][image])
            {
                yield return Images[image].Path;
            }
        }
    }

    /// <summary>The number of images of which a part has pieces.</summary>
    internal int CountImagesOf(int part) => ImagesOf(part).Count();

    /// <summary>Whether images and waves fit each other. A plan that does not pass this check must not be used.</summary>
    internal bool IsConsistent =>
        Images.All(image => image.Tracks.All(track => track.Wave >= 0 && track.Wave < Waves.Count && track.Pieces > 0))
        && numbers.Value.Count == Images.Count
        && Waves.Index().All(wave => wave.Item.Ends is [.., var end] && end == starts.Value[wave.Index][^1]);

    private (long From, long To) RangeOf(int wave, int part) => (part == 0 ? 0 : Waves[wave].Ends[part - 1], Waves[wave].Ends[part]);

    private static Dictionary<string, int> NumbersOf(IReadOnlyList<DividedPaths> images)
    {
        var numbers = new Dictionary<string, int>(images.Count, StringComparer.Ordinal);
        foreach (var (number, image) in images.Index())
        {
            numbers.TryAdd(image.Path, number); // if a path is there twice, the plan is not consistent
        }

        return numbers;
    }

    /// <summary>For each wave the number of the first piece of each image, and the number of all.</summary>
    private static long[][] StartsOf(IReadOnlyList<DividedPaths> images, int waves)
    {
        var starts = Enumerable.Range(0, waves).Select(_ => new long[images.Count + 1]).ToArray();
        for (var image = 0; image < images.Count; image++)
        {
            for (var wave = 0; wave < waves; wave++)
            {
                starts[wave][image + 1] = starts[wave][image];
            }

            foreach (var track in images[image].Tracks)
            {
                starts[track.Wave][image + 1] += track.Pieces;
            }
        }

        return starts;
    }
}

/// <summary>Pieces of a track that follow each other.</summary>
/// <param name="Track">The track.</param>
/// <param name="First">The first piece.</param>
/// <param name="End">The end (exclusive).</param>
internal readonly record struct PieceRange(Track Track, long First, long End);
