using System.Security.Cryptography;
using System.Text;

namespace OmeZarr.Writing.Places;

/// <summary>
/// Names of the folders in which hierarchies are built: <c>.name.random.session.partial</c>, where <c>name</c> is that of the hierarchy, <c>random</c> has 16 and <c>session</c> 8 hexadecimal
/// digits (<see cref="WriterSession"/>). Writers without a known session, and earlier versions, leave out the session.
/// </summary>
/// <param name="Shown">The part of the name that identifies the hierarchy.</param>
/// <param name="Session">The machine and boot of its writer; null if unknown.</param>
internal readonly record struct StagingName(string Shown, string? Session)
{
    /// <summary>The name of the hierarchy in such a folder.</summary>
    internal const string Content = "new";

    private const string Suffix = "partial";

    /// <summary>The suffix of hierarchies that earlier versions set aside.</summary>
    private const string OldSuffix = "replaced";

    private const int RandomLength = 16;

    // File systems allow 255 bytes, and a character may take four.
    private const int LongestNameShown = 50;
    private const int BeginningShown = 32;

    /// <summary>A new name for the folder beside a hierarchy.</summary>
    /// <param name="hierarchy">Name of the hierarchy.</param>
    internal static string New(string hierarchy) => $".{ShownOf(hierarchy)}.{Random.Shared.NextInt64():x16}.{WriterSession.Current ?? new string('0', WriterSession.Length)}.{Suffix}";

    /// <summary>The part of a folder name that identifies a hierarchy: its name, or the beginning of a long name with a hash of it.</summary>
    internal static string ShownOf(string hierarchy) => hierarchy.Length <= LongestNameShown
        ? hierarchy
        : $"{string.Concat(hierarchy.EnumerateRunes().Take(BeginningShown))}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hierarchy)).AsSpan(0, 4))}";

    /// <summary>Parses the name of a staging folder; null for other names.</summary>
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
