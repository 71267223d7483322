namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about the rows, wells and fields of a plate.</summary>
internal static class PlateNodeRules
{
    public static StoreRule RowMissing { get; } = new("row-missing", Severity.Error, "9.6 (49) (54)", "Each row that has wells is there.")
    {
        Remedy = "Copy the row again from its source. If its wells were never written, remove them from the list of the plate.",
    };

    public static StoreRule RowEmpty { get; } = new("row-empty", Severity.Warning, "9.6 (54)", "A plate has no groups of rows without wells.")
    {
        Remedy = "Remove the group. The list of rows names every row of the plate, used or not.",
    };

    public static StoreRule WellMissing { get; } = new("well-missing", Severity.Error, "9.6 (49) (54)", "Each listed well is there.")
    {
        Remedy = "Copy the well again from its source. If it was never written, remove it from the list of the plate.",
    };

    public static StoreRule WellIsArray { get; } = new("well-array", Severity.Error, "9.6 (54)", "A well is a group.")
    {
        Remedy = "Replace the array by a group with the metadata of a well, or correct the list of the plate.",
    };

    public static StoreRule WellKind { get; } = new("well-kind", Severity.Error, "9.6 (54)", "A well has the metadata of a well.")
    {
        Remedy = "Write the metadata of the well: the list of its images.",
    };

    public static StoreRule WellUnlisted { get; } = new("well-unlisted", Severity.Warning, "9.6 (49)", "The plate lists all wells.")
    {
        Remedy = "Add the well to the list of the plate, or remove it if it is left over.",
        Fixable = true,
    };

    public static StoreRule FieldMissing { get; } = new("field-missing", Severity.Error, "9.7 (55)", "Each listed field is there.")
    {
        Remedy = "Copy the field again from its source. If it was never written, remove it from the list of the well.",
    };

    public static StoreRule FieldIsArray { get; } = new("field-array", Severity.Error, "9.6 (54), 9.7 (55)", "A field is a group.")
    {
        Remedy = "Put the array into a group with the metadata of an image, or correct the path in the list of the well.",
    };

    public static StoreRule FieldKind { get; } = new("field-kind", Severity.Error, "9.7 (55)", "A field is an image.")
    {
        Remedy = "Write the metadata of the image, or correct the path in the list of the well.",
    };

    public static StoreRule FieldUnlisted { get; } = new("field-unlisted", Severity.Warning, "9.7 (55)", "A well lists all its images.")
    {
        Remedy = "Add the image to the list of the well, or remove it if it is left over.",
        Fixable = true,
    };

    public static StoreRule FieldCount { get; } = new("plate-field-count-actual", Severity.Warning, "9.6 (52)", "field_count is the largest number of fields of a well.")
    {
        Remedy = "Set field_count to the number in the message, unless fields are missing.",
        Fixable = true,
    };

    public static StoreRule FieldsFewer { get; } = new("plate-fields-fewer", Severity.Advice, "9.6 (52)", "All wells have as many fields as the plate says at most.")
    {
        Remedy = "Check that these wells are complete. Fewer fields are allowed.",
    };

    public static StoreRule AcquisitionUnknown { get; } = new("well-acquisition", Severity.Error, "9.7 (56)", "The acquisition of a field is one of the plate.")
    {
        Remedy = "Correct the acquisition of the field, or add it to the acquisitions of the plate.",
    };

    public static StoreRule AcquisitionMissing { get; } = new("well-acquisition-missing", Severity.Error, "9.7 (56)", "In a plate with several acquisitions, each field says its own.")
    {
        Remedy = "Add the id of the acquisition to the fields in the list of the well.",
    };

    public static StoreRule AcquisitionCount { get; } = new("acquisition-field-count-actual", Severity.Warning, "9.6 (53)", "No well has more fields of an acquisition than its maximumfieldcount.")
    {
        Remedy = "Set maximumfieldcount to the number in the message.",
    };

    public static IReadOnlyList<StoreRule> All { get; } =
    [
        RowMissing, RowEmpty, WellMissing, WellIsArray, WellKind, WellUnlisted, FieldMissing, FieldIsArray, FieldKind, FieldUnlisted, FieldCount, FieldsFewer, AcquisitionUnknown, AcquisitionMissing,
        AcquisitionCount,
    ];
}
