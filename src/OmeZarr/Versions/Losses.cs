using System.Text.Json;
using OmeZarr.V04.Mapping;

namespace OmeZarr.Versions;

/// <summary>Converts the version members of one specification to those of the other, and collects the values that are lost.</summary>
/// <param name="expected">The version that the original should have; any other version is lost.</param>
/// <param name="wanted">The version of the result.</param>
internal sealed class Losses(string expected, string wanted)
{
    private const string RuleId = "convert-version";

    private readonly FindingList findings = new();

    public Converted<T> With<T>(T value)
        where T : class => new(value, findings.ToList());

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
        if (!extra.TryGetValue(Root.Version, out var version))
        {
            return extra;
        }

        Add(location, $"{Shown(version)} beside the members of the specification is left out");
        return extra.Without(Root.Version);
    }

    private static string Shown(JsonElement version) => FindingText.Sanitize(version.GetRawText());

    private void Add(string location, string message) => findings.Add(new Finding(RuleId, Severity.Warning, location, message));
}
