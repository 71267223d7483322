using OmeZarr.Files;

namespace OmeZarr.Cli.Inputs;

/// <summary>A finding about an input file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Message">One sentence without a full stop.</param>
internal sealed record InputFinding(string Path, FileFindingKind Kind, string Message)
{
    /// <summary>The name of the kind for programs.</summary>
    internal string KindName => Kind switch
    {
        FileFindingKind.LeftOut => "left-out",
        FileFindingKind.Missing => "missing",
        _ => "guessed",
    };
}
