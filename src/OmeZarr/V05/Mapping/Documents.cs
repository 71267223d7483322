using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05.Mapping;

/// <summary>What all documents share: how they are opened, and their version.</summary>
internal static class Documents
{
    /// <summary>Where the content of <c>attributes.ome</c> begins.</summary>
    public const string Root = "ome";

    public static Parsed<T> Parse<T>(JsonObject ome, Func<JsonCursor, T?> read, string root = Root)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ome);
        try
        {
            return Parse(JsonText.ToElement(ome), read, root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return new Parsed<T>(null, [new Finding(StructureRules.JsonInvalid, Severity.Error, root, FindingText.Sanitize(e.Message))]);
        }
    }

    /// <summary>The same for JSON that is known to be sound.</summary>
    public static Parsed<T> Parse<T>(JsonElement json, Func<JsonCursor, T?> read, string root)
        where T : class
    {
        var findings = new FindingList();
        var value = read(new JsonCursor(json, new JsonPlace(root), findings));
        return new Parsed<T>(value, findings.ToList());
    }

    /// <summary>The version of the document. A missing one is taken for this version; another one is reported and kept.</summary>
    public static string Version(ObjectReader members)
    {
        if (!members.Has("version"))
        {
            members.Report("version", StructureRules.VersionMissing, Severity.Warning, $"is missing; taken for {Image.SupportedVersion}");
        }

        var version = members.Optional("version", JsonCursor.String) ?? Image.SupportedVersion;
        if (version != Image.SupportedVersion)
        {
            members.Report("version", VersionRule.Id, Severity.Error, VersionRule.Message(Image.SupportedVersion, version));
        }

        return version;
    }
}
