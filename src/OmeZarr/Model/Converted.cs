namespace OmeZarr;

/// <summary>Metadata of one version made from metadata of another.</summary>
/// <typeparam name="T">Type of the result.</typeparam>
/// <param name="Value">The result. It is as valid as the original, but the rules of the other version may differ.</param>
/// <param name="Losses">Values for which the other version has no member, as warnings with their location in the original.</param>
public sealed record Converted<T>(T Value, ValueList<Finding> Losses)
    where T : class;
