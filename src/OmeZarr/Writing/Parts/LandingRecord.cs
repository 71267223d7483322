using System.Text;
using OmeZarr.Rules;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A note in a hierarchy, while parts are moved in and until they are listed, of what these are. If the process is killed meanwhile, whoever adds next finds it, and takes away what nobody
/// lists; until that one has changed the documents, too, the note names both. Its name is that of an unfinished value of a store, which it is to everybody else.
/// </summary>
/// <param name="root">The hierarchy.</param>
internal sealed class LandingRecord(string root)
{
    internal const string Name = ".landing.partial";

    private const string Draft = ".landing.next.partial";

    private const int LongestRecord = 1 << 20;

    private string FilePath => Path.Join(root, Name);

    /// <summary>Paths that somebody began to move in and did not come to list; empty if there are none.</summary>
    internal IReadOnlyList<string> Read()
    {
        if (new FileInfo(FilePath) is not { Exists: true, Length: <= LongestRecord } || Destination.ReadOrNull(FilePath) is not { } utf8)
        {
            return [];
        }

        // Whoever else may have written it: only parts of this hierarchy are meant.
        return [.. Encoding.UTF8.GetString(utf8).Split('\n').Where(path => path.Length > 0 && NodeName.Problem(path) is null)];
    }

    /// <exception cref="IOException">The hierarchy cannot be written to.</exception>
    internal void Begin(IReadOnlyList<string> paths)
    {
        try
        {
            // In one step: what a killed process has left must not be forgotten if this one is killed, too.
            var draft = Path.Join(root, Draft);
            File.Delete(draft); // to write to a pipe would take for ever
            File.WriteAllText(draft, string.Join('\n', paths));
            File.Move(draft, FilePath, overwrite: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new IOException($"cannot add to {root}: {e.Message}", e);
        }
    }

    /// <summary>Says again what it said before, after nothing was changed.</summary>
    internal void Return(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
        {
            End();
            return;
        }

        try
        {
            Begin(paths);
        }
        catch (IOException)
        {
            // It names too much then, which does no harm: the rest is not there. The caller throws what went wrong first.
        }
    }

    internal void End()
    {
        try
        {
            File.Delete(FilePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It does no harm: whoever finds it sees that what it names is listed.
        }
    }
}
