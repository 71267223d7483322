using System.Security.Cryptography;
using System.Text;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// Names of the folders in which hierarchies are built: <c>.name.random.session.partial</c>, where <c>name</c> is that of the hierarchy, <c>random</c> has 16 and <c>session</c> 8 hexadecimal
/// digits (<see cref="WriterSession"/>). Folders without a session are those of writers that could not tell, and of versions before there were sessions.
/// </summary>
/// <param name="Shown">What the name says of the hierarchy.</param>
/// <param name="Session">Which machine and boot made the folder; null if it does not say.</param>
internal readonly record struct StagingName(string Shown, string? Session)
{
    private const string Suffix = "partial";

    /// <summary>What versions before there were sessions called a hierarchy that they had moved out of the way.</summary>
    private const string OldSuffix = "replaced";

    private const int RandomLength = 16;

    // A name may have 255 bytes, a letter up to four of them, and more is added to it.
    private const int LongestNameShown = 50;
    private const int BeginningShown = 32;

    /// <summary>A new name for the folder beside a hierarchy.</summary>
    /// <param name="hierarchy">Name of the hierarchy.</param>
    internal static string New(string hierarchy) => $".{ShownOf(hierarchy)}.{Random.Shared.NextInt64():x16}.{WriterSession.Current ?? new string('0', WriterSession.Length)}.{Suffix}";

    /// <summary>What names say of a hierarchy: its name, or the beginning of a long one with a hash of all of it.</summary>
    internal static string ShownOf(string hierarchy) => hierarchy.Length <= LongestNameShown
        ? hierarchy
        : $"{string.Concat(hierarchy.EnumerateRunes().Take(BeginningShown))}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hierarchy)).AsSpan(0, 4))}";

    /// <summary>What a folder's name says; null if it is not that of a staging folder.</summary>
    internal static StagingName? Parse(string folder)
    {
        string[] parts = folder.Split('.');
        return parts switch
        {
            ["", .. var shown, var random, var session, Suffix] when shown.Length > 0 && IsHex(random, RandomLength) && IsHex(session, WriterSession.Length) =>
                new StagingName(string.Join('.', shown), session.Any(digit => digit != '0') ? session : null),
            ["", .. var shown, var random, Suffix or OldSuffix] when IsHex(random, RandomLength) => new StagingName(string.Join('.', shown), null),
            _ => null,
        };
    }

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
