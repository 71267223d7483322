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
        var findings = new List<Finding>();
        try
        {
            var value = read(new JsonCursor(JsonText.ToElement(ome), root, findings));
            return new Parsed<T>(value, findings.ToValueList());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new Parsed<T>(null, [new Finding(StructureRules.JsonInvalid, Severity.Error, root, e.Message)]);
        }
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
            members.Report("version", VersionRule.Id, Severity.Error, VersionRule.Message(version));
        }

        return version;
    }
}
