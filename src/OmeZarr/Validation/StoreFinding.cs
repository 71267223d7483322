namespace OmeZarr;

/// <summary>One thing that is wrong, or worth knowing, in a hierarchy.</summary>
/// <param name="NodePath">
/// Path of the node that it is about, relative to the root of the validation, for example <c>B/3/0</c>; empty for the root. The node may be missing: then its path is that where it was looked for.
/// </param>
/// <param name="Finding">What was found. Its location is one in the document of the node; empty for the node itself.</param>
public sealed record StoreFinding(string NodePath, Finding Finding)
{
    /// <summary>Name of the broken rule (<see cref="OmeZarr.Finding.RuleId"/>).</summary>
    public string RuleId => Finding.RuleId;

    /// <summary>How much it weighs (<see cref="OmeZarr.Finding.Severity"/>).</summary>
    public Severity Severity => Finding.Severity;

    /// <summary>Where in the document of the node (<see cref="OmeZarr.Finding.Location"/>).</summary>
    public string Location => Finding.Location;

    /// <summary>What was expected and what was found (<see cref="OmeZarr.Finding.Message"/>).</summary>
    public string Message => Finding.Message;

    /// <summary>The broken rule, with its sentence, its source and what to do; null for the finding that counts others (<c>more-findings</c>).</summary>
    public ValidationRule? Rule => ValidationRule.Find(RuleId);

    /// <summary>One line: <c>Error well-missing /B/3: …</c>.</summary>
    public override string ToString() => $"{Severity} {RuleId} /{NodePath}{(Location.Length > 0 ? $" {Location}" : string.Empty)}: {Message}";
}
