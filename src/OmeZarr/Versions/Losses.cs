using System.Text.Json;

namespace OmeZarr.Versions;

/// <summary>Converts the version members of one specification to those of the other, and collects the values that are lost.</summary>
internal sealed class Losses
{
    private const string RuleId = "convert-version";

    private readonly FindingList findings = new();
    private readonly string expected;
    private readonly string wanted;

    private Losses(OmeMetadata original, string expected, string wanted)
    {
        ArgumentNullException.ThrowIfNull(original, "model");
        (this.expected, this.wanted) = (expected, wanted);
    }

    public static Losses OfV04(OmeMetadata original) => new(original, V04.Image.SupportedVersion, V05.Image.SupportedVersion);

    public static Losses OfV05(OmeMetadata original) => new(original, V05.Image.SupportedVersion, V04.Image.SupportedVersion);

    public (T Value, ValueList<Finding> Losses) With<T>(T value)
        where T : class => (value, findings.ToList());

    /// <summary>A version that the other specification has in another place.</summary>
    public void Move(string? version, string location)
    {
        if (version is not null && version != expected)
        {
            Add(location, $"\"{version}\" becomes \"{wanted}\"");
        }
    }

    /// <summary>
    /// Converts a version member that both specifications have. A wrong version stays wrong, unless the other specification requires it.
    /// </summary>
    public string? Keep(string? version, string location)
    {
        if (version == wanted)
        {
            Add(location, $"\"{version}\", which is wrong here, is right there");
        }

        return version == expected ? wanted : version;
    }

    /// <summary>Unknown members, without a version where the other specification has one of its own.</summary>
    public JsonMembers WithoutVersion(JsonMembers extra, string location)
    {
        if (!extra.TryGetValue("version", out var version))
        {
            return extra;
        }

        Add(location, $"{Shown(version)} beside the members of the specification is left out");
        return extra.Without("version");
    }

    private static string Shown(JsonElement version) => FindingText.Sanitize(version.GetRawText());

    private void Add(string location, string message) => findings.Add(new Finding(RuleId, Severity.Warning, location, message));
}
