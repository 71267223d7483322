using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace OmeZarr.Writing.Dividing;

/// <summary>A division as JSON.</summary>
internal static class DivisionPlanJson
{
    private const int Version = 1;
    private const string VersionName = "conversionPlan";

    /// <summary>The document, with the id of the plan.</summary>
    internal static byte[] ToUtf8(DivisionPlan plan) => Write(plan, plan.Id).WrittenSpan.ToArray();

    /// <summary>A hash of everything that the plan says.</summary>
    internal static string IdOf(DivisionPlan plan) => Convert.ToHexStringLower(SHA256.HashData(Write(plan, null).WrittenSpan).AsSpan(0, 8));

    /// <exception cref="InvalidDataException">It is no plan, or one that was changed.</exception>
    internal static DivisionPlan Parse(ReadOnlySpan<byte> utf8)
    {
        var (plan, id) = JsonTokens.Read(utf8, Parse);
        return plan.IsConsistent && plan.Id == id ? plan : throw new InvalidDataException("the plan was changed or damaged; plan again");
    }

    private static (DivisionPlan Plan, string Id) Parse(ref JsonTokens tokens)
    {
        string? destination = null, kind = null, identity = null, id = null;
        bool? overwrite = null;
        long? version = null;
        List<DividedPaths>? images = null;
        List<Wave>? waves = null;
        tokens.BeginObject("document");
        while (tokens.NextMember() is { } name)
        {
            switch (name)
            {
                case VersionName: version = tokens.Integer(name); break;
                case "destination": destination = tokens.Text(name); break;
                case "kind": kind = tokens.Text(name); break;
                case "overwrite": overwrite = tokens.Flag(name); break;
                case "identity": identity = tokens.Text(name); break;
                case "waves": waves = WavesOf(ref tokens); break;
                case "images": images = ImagesOf(ref tokens); break;
                case "id": id = tokens.Text(name); break;
                default: tokens.Skip(); break;
            }
        }

        if ((version ?? throw JsonTokens.Damaged(VersionName)) != Version)
        {
            throw new InvalidDataException("the plan is of another version of this program; plan again");
        }

        var plan = new DivisionPlan(
            destination ?? throw JsonTokens.Damaged("destination"),
            Enum.TryParse<OmeDocumentKind>(kind, out var known) ? known : throw JsonTokens.Damaged("kind"),
            overwrite ?? throw JsonTokens.Damaged("overwrite"),
            identity ?? throw JsonTokens.Damaged("identity"),
            images ?? throw JsonTokens.Damaged("images"),
            waves ?? throw JsonTokens.Damaged("waves"));
        return (plan, id ?? throw JsonTokens.Damaged("id"));
    }

    private static List<DividedPaths> ImagesOf(ref JsonTokens tokens)
    {
        var images = new List<DividedPaths>();
        tokens.BeginList("images");
        while (tokens.NextItem())
        {
            images.Add(DividedPaths.Read(ref tokens, images.Count == 0 ? [] : images[^1].Tracks));
        }

        return images;
    }

    private static List<Wave> WavesOf(ref JsonTokens tokens)
    {
        var waves = new List<Wave>();
        tokens.BeginList("waves");
        while (tokens.NextItem())
        {
            waves.Add(Wave.Read(ref tokens));
        }

        return waves;
    }

    private static ArrayBufferWriter<byte> Write(DivisionPlan plan, string? id)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteNumber(VersionName, Version);
        json.WriteString("destination", plan.Destination);
        json.WriteString("kind", plan.Kind.ToString());
        json.WriteBoolean("overwrite", plan.Overwrite);
        json.WriteString("identity", plan.Identity);
        json.WriteStartArray("waves");
        foreach (var wave in plan.Waves)
        {
            wave.Write(json);
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (var image in plan.Images)
        {
            image.Write(json);
        }

        json.WriteEndArray();
        if (id is not null)
        {
            json.WriteString("id", id);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes;
    }
}
