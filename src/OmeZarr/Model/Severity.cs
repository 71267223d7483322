namespace OmeZarr;

/// <summary>How much a <see cref="Finding"/> weighs.</summary>
public enum Severity
{
    /// <summary>The specification says MUST, or no reader could make sense of it. Nothing with an error is written.</summary>
    Error,

    /// <summary>The specification says SHOULD, or some readers are known to fail. Reading and writing go on.</summary>
    Warning,

    /// <summary>Worth knowing; no rule is broken. Only the validation of whole hierarchies gives advice (<see cref="OmeStoreValidator"/>).</summary>
    Advice,
}
