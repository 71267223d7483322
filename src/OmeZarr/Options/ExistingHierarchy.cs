namespace OmeZarr;

/// <summary>The action of a builder if its destination is an existing plate or collection.</summary>
public enum ExistingHierarchy
{
    /// <summary>It is an error, or with <see cref="WriteOptions.Overwrite"/> the hierarchy is replaced together with the first part that is written.</summary>
    Refuse,

    /// <summary>
    /// Parts are added to the hierarchy: wells, fields of wells, series. Unknown metadata stay. With <see cref="WriteOptions.Overwrite"/> parts of the same
    /// name are replaced, and only those. A missing hierarchy is created.
    /// </summary>
    Append,
}
