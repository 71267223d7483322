using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

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
    private const int Version = 1;
    private const string VersionName = "conversionPlan";

    private readonly Lazy<Dictionary<string, int>> numbers = new(() => images.Index().ToDictionary(image => image.Item.Path, image => image.Index));
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
        get => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content().ToJsonString())).AsSpan(0, 8));
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

    internal JsonObject ToJson()
    {
        var json = Content();
        json["id"] = Id;
        return json;
    }

    /// <exception cref="InvalidDataException">It is no plan, or one that was changed.</exception>
    internal static DivisionPlan Parse(JsonObject json)
    {
        if (DivisionJson.Integer(json, VersionName) != Version)
        {
            throw new InvalidDataException($"the plan is of another version of this program; plan again");
        }

        var plan = new DivisionPlan(
            DivisionJson.Text(json, "destination"),
            Enum.TryParse<OmeDocumentKind>(DivisionJson.Text(json, "kind"), out var kind) ? kind : throw DivisionJson.Damaged("kind"),
            DivisionJson.Flag(json, "overwrite"),
            DivisionJson.Text(json, "identity"),
            [.. DivisionJson.List(json, "images").Select(DividedPaths.Parse)],
            [.. DivisionJson.List(json, "waves").Select(Wave.Parse)]);
        return plan.Id == DivisionJson.Text(json, "id") && plan.IsConsistent ? plan : throw new InvalidDataException("the plan was changed or damaged; plan again");
    }

    private bool IsConsistent =>
        Images.All(image => image.Tracks.All(track => track.Wave >= 0 && track.Wave < Waves.Count && track.Pieces > 0))
        && numbers.Value.Count == Images.Count
        && Waves.Index().All(wave => wave.Item.Ends is [.., var end] && end == starts.Value[wave.Index][^1]);

    private (long From, long To) RangeOf(int wave, int part) => (part == 0 ? 0 : Waves[wave].Ends[part - 1], Waves[wave].Ends[part]);

    private JsonObject Content() => new()
    {
        [VersionName] = Version,
        ["destination"] = Destination,
        ["kind"] = Kind.ToString(),
        ["overwrite"] = Overwrite,
        ["identity"] = Identity,
        ["waves"] = new JsonArray([.. Waves.Select(wave => wave.ToJson())]),
        ["images"] = new JsonArray([.. Images.Select(image => image.ToJson())]),
    };

    /// <summary>For each wave the number of the first piece of each image, and the number of all.</summary>
    private static long[][] StartsOf(IReadOnlyList<DividedPaths> images, int waves)
    {
        var starts = Enumerable.Range(0, waves).Select(_ => new long[images.Count + 1]).ToArray();
        for (var image = 0; image < images.Count; image++)
        {
            for (var wave = 0; wave < waves; wave++)
            {
                starts[wave][image + 1] = starts[wave][image] + images[image].Tracks.Where(track => track.Wave == wave).Sum(track => track.Pieces);
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
