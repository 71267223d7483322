using System.Reflection;

namespace OmeZarr.Cli.Text;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>The version, without the commit at the end of the informational version.</summary>
    internal static string Text { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
