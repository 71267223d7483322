using System.Text.Json;

namespace OmeZarr.Writing.Dividing;

/// <summary>What a plan says of an image.</summary>
/// <param name="Path">Path of its group in the hierarchy.</param>
/// <param name="Fingerprint">Identifies its arrays.</param>
/// <param name="Tracks">How its levels are divided.</param>
internal sealed record DividedPaths(string Path, string Fingerprint, IReadOnlyList<Track> Tracks)
{
    private const string Name = "images";

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteStringValue(Path);
        json.WriteStringValue(Fingerprint);
        json.WriteStartArray();
        foreach (var track in Tracks)
        {
            json.WriteStartArray();
            json.WriteNumberValue(track.Wave);
            json.WriteNumberValue(track.Source);
            json.WriteNumberValue(track.First);
            json.WriteNumberValue(track.Top);
            json.WriteNumberValue(track.Pieces);
            json.WriteNumberValue(track.IsWhole ? 1 : 0);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    /// <summary>Reads the image that begins here.</summary>
    /// <param name="tokens">The plan.</param>
    /// <param name="before">The tracks of the image before it, which most images share.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static DividedPaths Read(ref JsonTokens tokens, IReadOnlyList<Track> before)
    {
        tokens.BeginList(Name);
        var path = tokens.NextText(Name);
        var fingerprint = tokens.NextText(Name);
        tokens.RequireItem(Name);
        var tracks = new List<Track>();
        tokens.BeginList(Name);
        while (tokens.NextItem())
        {
            tracks.Add(TrackOf(ref tokens));
        }

        tokens.EndList(Name);
        return new DividedPaths(path, fingerprint, tracks.SequenceEqual(before) ? before : tracks);
    }

    private static Track TrackOf(ref JsonTokens tokens)
    {
        tokens.BeginList(Name);
        var (wave, source, first, top) = (NextCount(ref tokens), NextCount(ref tokens), NextCount(ref tokens), NextCount(ref tokens));
        var pieces = tokens.NextInteger(Name);
        var isWhole = NextCount(ref tokens) == 1;
        tokens.EndList(Name);
        return new Track(wave, source, first, top, pieces, isWhole);
    }

    private static int NextCount(ref JsonTokens tokens)
    {
        tokens.RequireItem(Name);
        return tokens.Count(Name);
    }
}
