namespace OmeZarr.V05.Mapping;

/// <summary>The wording of the rule about versions, which both reading and validating apply.</summary>
internal static class VersionRule
{
    public const string Id = "version";

    public static string Message(string expected, string found) => $"must be \"{expected}\"; found \"{found}\"";
}
