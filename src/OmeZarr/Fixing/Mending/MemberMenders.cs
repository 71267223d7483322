using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;

namespace OmeZarr.Fixing.Mending;

/// <summary>Mends members whose right value is in the document itself.</summary>
internal static class MemberMenders
{
    private const string VersionMember = "version";

    internal static DocumentMender Version { get; } = new(MendVersion);

    internal static DocumentMender Integer { get; } = new(MendInteger);

    internal static DocumentMender ImageLabel { get; } = new(AddImageLabel);

    internal static DocumentMender Consolidated { get; } = new(DropCopy);

    private static string? MendVersion(NodeEdit edit, StoreFinding finding)
    {
        if (JsonLocation.Parent(edit.Attributes, finding.Location) is not var (parent, member) || member != VersionMember)
        {
            return "only versions are mended";
        }

        var expected = edit.IsV3 ? V05.Image.SupportedVersion : V04.Image.SupportedVersion;
        if (!parent.TryGetPropertyValue(VersionMember, out var found))
        {
            parent.Insert(ReferenceEquals(parent, edit.Ome) ? 0 : parent.Count, VersionMember, expected);
            return null;
        }

        if (!IsSpellingOf(expected, found))
        {
            return $"the document says that it is of another version, {found?.ToJsonString() ?? "null"}, than {expected}; correct it by hand if that is wrong, or else convert the metadata";
        }

        parent[VersionMember] = expected;
        return null;
    }

    /// <summary>Whether a version is written as a number, with a v, or with a third number.</summary>
    private static bool IsSpellingOf(string version, JsonNode? found)
    {
        var text = found?.GetValueKind() switch
        {
            JsonValueKind.String => found.GetValue<string>().Trim().TrimStart('v', 'V'),
            JsonValueKind.Number => found.ToJsonString(),
            _ => string.Empty,
        };
        return text == version || (text.StartsWith($"{version}.", StringComparison.Ordinal) && text[(version.Length + 1)..].All(char.IsAsciiDigit));
    }

    private static string? MendInteger(NodeEdit edit, StoreFinding finding)
    {
        if (JsonLocation.Find(edit.Attributes, finding.Location) is not JsonValue value || value.GetValueKind() != JsonValueKind.Number
            || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || decimal.Truncate(number) != number || number is < long.MinValue or > long.MaxValue)
        {
            return "the value is no integer";
        }

        switch (value.Parent)
        {
            case JsonObject parent:
                parent[value.GetPropertyName()] = (long)number;
                break;
            case JsonArray parent:
                parent[value.GetElementIndex()] = (long)number;
                break;
        }

        return null;
    }

    private static string? DropCopy(NodeEdit edit, StoreFinding finding)
    {
        edit.DropCopy();
        return null;
    }

    private static string? AddImageLabel(NodeEdit edit, StoreFinding finding) =>
        edit.Ome?.TryAdd(V05.ImageLabel.Member, new JsonObject()) == true ? null : "the node has no metadata, or image-label already";
}
