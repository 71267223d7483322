using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Writing.Places;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// The text of the value that marks a path of a store while a writer is at work below it. It tells who writes, and where this machine has a locked folder for the writer, so that another writer can tell whether it still runs.
/// </summary>
/// <param name="Id">Random number of the writer, in hexadecimal digits.</param>
/// <param name="Session">The machine and boot of the writer; null if unknown.</param>
/// <param name="Machine">The name of the machine.</param>
/// <param name="Since">When the writer began.</param>
/// <param name="Part">The path of the part in the hierarchy that lists it; null for a hierarchy as a whole.</param>
internal sealed record WriterMark(string Id, string? Session, string Machine, DateTimeOffset Since, string? Part)
{
    /// <summary>The name of the value.</summary>
    internal const string Name = ".writing.partial";

    private const int LongestText = 1 << 16;

    /// <summary>The text.</summary>
    internal byte[] ToUtf8() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["writer"] = Id,
        ["machine"] = Machine,
        ["session"] = Session,
        ["since"] = Since.ToString("O", CultureInfo.InvariantCulture),
        ["part"] = Part,
        ["hint"] = "A writer of OmeZarr is at work here, or was killed. If it does not run any more, remove what it left: omezarr clean",
    }.ToJsonString());

    /// <summary>A new mark of this process.</summary>
    internal static WriterMark New(string? part) => new(Guid.NewGuid().ToString("N"), WriterSession.Current, Environment.MachineName, DateTimeOffset.UtcNow, part);

    /// <summary>Reads a mark. A damaged one is that of an unknown writer.</summary>
    internal static WriterMark Parse(byte[] utf8)
    {
        var json = utf8.Length <= LongestText ? NodeJson.Parse(utf8) : null;
        var since = DateTimeOffset.TryParse(Text("since"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : DateTimeOffset.MinValue;
        var id = Text("writer");
        return new WriterMark(id?.All(char.IsAsciiHexDigitLower) == true ? id : string.Empty, Text("session"), FindingText.Sanitize(Text("machine") ?? "unknown"), since, Text("part"));

        string? Text(string name) => NodeJson.Text(NodeJson.Member(json, name));
    }

    /// <summary>Locks a folder for the writer, so that its end is noticed; null where that is impossible.</summary>
    internal FolderLock? Lock()
    {
        try
        {
            Directory.CreateDirectory(LockFolder);
            return FolderLock.TryAcquire(LockFolder, out var held) ? held : null;
        }
        catch (Exception e) when (FolderMoves.IsOfTheFileSystem(e))
        {
            return null; // nobody can tell later whether this writer runs, so what it leaves is removed by force only
        }
    }

    /// <summary>Removes the folder of <see cref="Lock"/>.</summary>
    internal void Forget() => FolderMoves.Quietly(() => Directory.Delete(LockFolder));

    /// <summary>Whether the writer runs.</summary>
    /// <returns>Null if nobody can tell.</returns>
    internal bool? Runs()
    {
        if (Session is null || Session != WriterSession.Current || Id.Length == 0 || !Directory.Exists(LockFolder))
        {
            return null;
        }

        try
        {
            if (!FolderLock.TryAcquire(LockFolder, out var held))
            {
                return true;
            }

            using (held)
            {
                return held!.IsHeld ? false : null;
            }
        }
        catch (IOException)
        {
            return null; // it ends just now
        }
    }

    /// <summary>Who writes since when, for messages.</summary>
    public override string ToString() => $"a writer on {Machine} has been at work there since {Since:u}";

    private string LockFolder => Path.Join(Path.GetTempPath(), "omezarr-writers", Id);
}
