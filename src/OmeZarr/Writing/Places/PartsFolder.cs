using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OmeZarr.Writing.Places;

/// <summary>
/// The hidden folders in which the parts of planned conversions wait: <c>.name.parts</c> beside a hierarchy, and <c>.name~hash.parts</c> for one inside of it. Each holds the hierarchy, a note of whose parts they are, and receipts.
/// </summary>
internal static class PartsFolder
{
    /// <summary>The name of the note. Its first line is the id of the plan.</summary>
    internal const string PlanName = "plan";

    /// <summary>The name of the folder of receipts.</summary>
    internal const string Receipts = "receipts";

    /// <summary>The name of the value that says in stores when a task wrote last; folders tell it by their times.</summary>
    internal const string UseName = "used";

    /// <summary>The name of the hierarchy in the folder.</summary>
    internal const string Hierarchy = "hierarchy";

    /// <summary>The path of note and receipts below a hierarchy in a store, whose parts are at their final keys.</summary>
    internal const string NameInStores = ".parts";

    private const string Suffix = ".parts";
    private const int IdLength = 16;

    /// <summary>The name of the folder for a hierarchy.</summary>
    /// <param name="outermost">The name of the outermost hierarchy around it, or its own.</param>
    /// <param name="inner">Its path, from the folder of the outermost one.</param>
    internal static string NameOf(string outermost, string inner)
    {
        var number = inner == outermost ? string.Empty : $"~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inner)).AsSpan(0, 4))}";
        return $".{StagingName.ShownOf(outermost)}{number}{Suffix}";
    }

    /// <summary>Such folders in a folder.</summary>
    /// <param name="parent">The folder.</param>
    /// <param name="shown">The part of their names that identifies the outermost hierarchy; null for all hierarchies.</param>
    internal static IReadOnlyList<string> Find(string parent, string? shown = null)
    {
        if (!Directory.Exists(parent))
        {
            return [];
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MatchType = MatchType.Simple };
        return [.. Directory.EnumerateDirectories(parent, $".*{Suffix}", options).Where(folder => IsOf(Path.GetFileName(folder), shown) && HoldsNote(folder)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The time in UTC at which a task last wrote there. Each receipt is a new file and so changes the time of its folder.</summary>
    internal static DateTime LastUse(string folder) =>
        new[] { folder, Path.Join(folder, Receipts), Path.Join(folder, Hierarchy) }.Where(Directory.Exists).Select(Directory.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MaxValue).Max();

    /// <summary>Notes in a store that a task writes there now.</summary>
    /// <param name="notes">The place of note and receipts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    internal static Task NoteUseAsync(StorePlace notes, CancellationToken cancellationToken) =>
        notes.Store.SetAsync(notes.Key(UseName), Encoding.UTF8.GetBytes(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture)), cancellationToken).AsTask();

    /// <summary>The time at which a task last wrote to a store; the earliest of all times if nothing says it.</summary>
    /// <inheritdoc cref="NoteUseAsync"/>
    internal static async Task<DateTimeOffset> LastUseAsync(StorePlace notes, CancellationToken cancellationToken) =>
        await notes.ReadAsync(UseName, cancellationToken).ConfigureAwait(false) is var (utf8, _) && DateTimeOffset.TryParse(Encoding.UTF8.GetString(utf8), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time
            : DateTimeOffset.MinValue;

    private static bool IsOf(string name, string? shown) => shown is null || name == $".{shown}{Suffix}" || name.StartsWith($".{shown}~", StringComparison.Ordinal);

    private static bool HoldsNote(string folder)
    {
        try
        {
            using var note = new StreamReader(Path.Join(folder, PlanName));
            var id = new char[IdLength];
            return note.ReadBlock(id) == IdLength && id.All(char.IsAsciiHexDigitLower) && note.Read() == '\n';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // not one of ours, or it is gone
        }
    }
}
