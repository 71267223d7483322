using System.Text;
using OmeZarr.Rules;
using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A file in a hierarchy that names the parts being moved in, until they are listed. If the process is killed meanwhile, the next writer reads the journal and deletes the unlisted
/// parts; its own journal names the parts of both until it has changed the documents. Other programs see the file as an unfinished value of a store, by its name.
/// </summary>
/// <param name="root">The hierarchy.</param>
internal sealed class PublicationJournal(string root)
{
    internal const string Name = ".landing.partial";

    private const string Draft = ".landing.next.partial";

    private const int LongestRecord = 1 << 20;

    private string FilePath => Path.Join(root, Name);

    /// <summary>Paths of an unfinished publication; empty if there is none.</summary>
    internal IReadOnlyList<string> Read()
    {
        if (new FileInfo(FilePath) is not { Exists: true, Length: <= LongestRecord } || Destination.ReadOrNull(FilePath) is not { } utf8)
        {
            return [];
        }

        // Another program may have written the file: only paths inside this hierarchy count.
        return [.. Encoding.UTF8.GetString(utf8).Split('\n').Where(path => path.Length > 0 && NodeName.Problem(path) is null)];
    }

    /// <exception cref="IOException">The hierarchy cannot be written to.</exception>
    internal void Begin(IReadOnlyList<string> paths)
    {
        try
        {
            // Replaced atomically: the paths of an earlier killed process must survive if this process is killed, too.
            var draft = Path.Join(root, Draft);
            File.Delete(draft); // writing to a pipe would block for ever
            File.WriteAllText(draft, string.Join('\n', paths));
            File.Move(draft, FilePath, overwrite: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new IOException($"cannot add to {root}: {e.Message}", e);
        }
    }

    /// <summary>Restores the earlier journal after nothing was changed.</summary>
    internal void Restore(IReadOnlyList<string> paths)
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
            // The journal names too many paths then, which is harmless: they do not exist. The caller throws the first error.
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
            // A stale journal is harmless: everything that it names is listed.
        }
    }
}
