using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>The member <c>version</c> of documents. Both reading and validating check it.</summary>
internal static class VersionMember
{
    public const string RuleId = "version";

    public static string Message(string expected, string found) => $"must be \"{expected}\"; found \"{found}\"";

    /// <summary>Reads the version of a document of 0.5. A missing one is taken for 0.5; another one is reported and kept.</summary>
    public static string Read(ObjectReader json)
    {
        if (!json.Has("version"))
        {
            json.Report("version", StructureRules.VersionMissing, Severity.Warning, $"is missing; taken for {Image.SupportedVersion}");
        }

        var version = json.Optional("version", JsonCursor.String) ?? Image.SupportedVersion;
        if (version != Image.SupportedVersion)
        {
            json.Report("version", RuleId, Severity.Error, Message(Image.SupportedVersion, version));
        }

        return version;
    }
}
