namespace OmeZarr.Rules.Checks;

/// <summary>A rule that reading applies, because only the text of the document shows whether it is kept.</summary>
internal sealed record ReadingRule(string Id, Severity Severity, string Spec, string Sentence) : Rule(Id, Severity, Spec, Sentence);

/// <summary>The rules that reading applies, for lists of all rules.</summary>
internal static class ReadingRules
{
    public static IReadOnlyList<ReadingRule> All { get; } =
    [
        new(StructureRules.JsonInvalid, Severity.Error, "9, JSON", "A document is JSON, without comments, and not nested deeper than 128 levels."),
        new(StructureRules.DuplicateMember, Severity.Error, "this library", "No object has a member twice."),
        new(StructureRules.NonFinite, Severity.Warning, "JSON", "There are no bare NaN and Infinity; they are read as text."),
        new(StructureRules.ByteOrderMark, Severity.Warning, "JSON", "There is no byte order mark."),
        new(StructureRules.DocumentSize, Severity.Error, "this library", "A document is not larger than 256 MiB, or than the limit that was given."),
        new(
            StructureRules.DocumentUnknown,
            Severity.Error,
            "9.1 (2)",
            "Metadata are under ome in the attributes, or are those of 0.4, and say what they describe."),
        new(StructureRules.VersionMissing, Severity.Warning, "9.1 (3)", "A document of 0.5 says its version.") { Fixable = true },
        new(
            StructureRules.MemberMissing,
            Severity.Error,
            "9.2 (9), 9.3 (16) (21) (24), 9.4 (32) (34), 9.5 (37) (43) (45), 9.6 (48) (49) (53), 9.7 (55), 9.8 (58)",
            "Required members are there."),
        new(StructureRules.IntegerFraction, Severity.Warning, "9.5 (43)", "Integers are written without a fraction.") { Fixable = true },
        new(StructureRules.LayoutText, Severity.Warning, "9.8 (58)", "The layout is a number, not a text."),
        new(StructureRules.LabelMultiscales, Severity.Warning, "9.5 (40)", "A label image has multiscales."),
        new(StructureRules.FieldNumber, Severity.Warning, "9.7 (55)", "The path of an image of a well is a text, not a number."),
        new(StructureRules.ColorHash, Severity.Warning, "9.4 (33)", "A colour does not begin with #.") { Fixable = true },
    ];
}
