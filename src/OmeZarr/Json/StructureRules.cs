namespace OmeZarr.Json;

/// <summary>Ids of the rules that reading a document checks by itself: everything else needs the model and lives with the rules.</summary>
internal static class StructureRules
{
    /// <summary>A member that the model cannot do without is missing.</summary>
    public const string MemberMissing = "member-missing";

    /// <summary>A member has another JSON type than the specification gives it.</summary>
    public const string MemberType = "member-type";

    /// <summary>The document is JSON that no reader can take: broken Unicode, or nested without end.</summary>
    public const string JsonInvalid = "json-invalid";

    /// <summary>The document does not say which version it follows.</summary>
    public const string VersionMissing = "version-missing";
}
