namespace PowerLoss;

/// <summary>What was found of something, from good to bad.</summary>
internal enum State
{
    /// <summary>What was there before the writing, whole.</summary>
    Old,

    /// <summary>What was written, whole.</summary>
    New,

    /// <summary>Something is not there although it was.</summary>
    Missing,

    /// <summary>Something is there in part.</summary>
    Broken,
}

/// <summary>What one cut has left: the worst of what was found, and the promises that are broken by it.</summary>
internal sealed class Verdict
{
    private readonly List<string> brokenPromises = [];
    private string remark = string.Empty;

    /// <summary>The worst that was found.</summary>
    internal State State { get; private set; }

    /// <summary>Notes what was found.</summary>
    internal void Saw(State state, string what)
    {
        if (state > State || remark.Length == 0)
        {
            (State, remark) = (state > State ? state : State, what);
        }
    }

    /// <summary>Notes a broken promise unless something is so.</summary>
    internal void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            brokenPromises.Add(otherwise.ReplaceLineEndings(" "));
        }
    }

    /// <summary>State, whether promises are kept, and details, for run.sh.</summary>
    public override string ToString() =>
        $"{State}\t{(brokenPromises.Count == 0 ? "kept" : "BROKEN")}\t{(brokenPromises.Count == 0 ? remark.ReplaceLineEndings(" ") : string.Join("; ", brokenPromises))}";
}
