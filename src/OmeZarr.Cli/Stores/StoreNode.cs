using OmeZarr.Cli.Inputs;
using OmeZarr.Files;

namespace OmeZarr.Cli.Stores;

/// <summary>A node of an input store, for messages.</summary>
/// <param name="Path">The store that the user gave.</param>
/// <param name="Within">The path of the node in the store; empty for the store itself.</param>
internal sealed record StoreNode(string Path, string Within)
{
    private string Prefix => Within.Length == 0 ? string.Empty : $"{Within}: ";

    /// <summary>A finding about the node, in one line.</summary>
    internal InputFinding Finding(FileFindingKind kind, string message) => new(Path, kind, Prefix + message.ReplaceLineEndings(" ").TrimEnd('.'));

    /// <summary>An error of the node.</summary>
    internal ImageFileException Error(string message, Exception? cause = null) => new(Path, $"{Path}: {Prefix}{message}", cause);
}
