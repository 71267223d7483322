namespace OmeZarr;

/// <summary>Parts of a plan are missing, so the conversion cannot go on. Nothing was changed.</summary>
public sealed class UnfinishedPlanException : IOException
{
    internal UnfinishedPlanException(string message, IReadOnlyList<string> missing)
        : base(message) => Missing = missing;

    /// <summary>What is missing, a line each: tasks with their parts, or stored values.</summary>
    public IReadOnlyList<string> Missing { get; }
}
