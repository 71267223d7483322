using System.Diagnostics;

namespace Soak.Processes;

/// <summary>Processes of this program.</summary>
internal static class Children
{
    /// <summary>Starts one whose streams the caller has.</summary>
    internal static Process Start(params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Children).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
