namespace OmeZarr;

/// <summary>The action of a builder if its destination is an existing plate or collection.</summary>
public enum ExistingHierarchy
{
    /// <summary>It is an error, or with <see cref="WriteOptions.Overwrite"/> the hierarchy is replaced together with the first part that is written.</summary>
    Refuse,

    /// <summary>
    /// The hierarchy is kept, with all metadata that is not known here, and parts are added to it: wells, fields of wells, series. With <see cref="WriteOptions.Overwrite"/> parts of the same
    /// name are replaced, and only those. If nothing is there, the hierarchy is made.
    /// </summary>
    Append,
}
