namespace OmeZarr;

/// <summary>Metadata of one version made from metadata of another.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
/// <param name="Value">The result. It is as valid as what it was made from; the rules of the other version may judge it differently.</param>
/// <param name="Losses">What the other version has no place for, each at its location in the original, as warnings.</param>
public sealed record Converted<T>(T Value, ValueList<Finding> Losses)
    where T : class;
