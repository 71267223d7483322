using System.Text.Json.Nodes;

namespace OmeZarr.Writing.Dividing;

/// <summary>What a plan says of an image.</summary>
/// <param name="Path">Path of its group in the hierarchy.</param>
/// <param name="Fingerprint">Identifies its arrays.</param>
/// <param name="Tracks">How its levels are divided.</param>
internal sealed record DividedPaths(string Path, string Fingerprint, IReadOnlyList<Track> Tracks)
{
    internal JsonArray ToJson() => new(
        Path,
        Fingerprint,
        new JsonArray([.. Tracks.Select(track => new JsonArray(track.Wave, track.Source, track.First, track.Top, track.Pieces, track.IsWhole ? 1 : 0))]));

    internal static DividedPaths Parse(JsonNode? node) => node is JsonArray { Count: 3 } image && image[2] is JsonArray tracks
        ? new DividedPaths(DivisionJson.Text(image[0], "images"), DivisionJson.Text(image[1], "images"), [.. tracks.Select(TrackOf)])
        : throw DivisionJson.Damaged("images");

    private static Track TrackOf(JsonNode? node)
    {
        if (node is not JsonArray { Count: 6 } numbers)
        {
            throw DivisionJson.Damaged("images");
        }

        long At(int index) => DivisionJson.Integer(numbers[index], "images");
        return new Track(checked((int)At(0)), checked((int)At(1)), checked((int)At(2)), checked((int)At(3)), At(4), At(5) == 1);
    }
}
