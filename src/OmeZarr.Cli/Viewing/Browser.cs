using System.ComponentModel;
using System.Diagnostics;

namespace OmeZarr.Cli.Viewing;

/// <summary>Opens addresses in the browser of the user.</summary>
internal static class Browser
{
    /// <summary>Opens an address; the reason if that is not possible.</summary>
    internal static string? Open(string address)
    {
        try
        {
            using var process = Process.Start(StartInfo(address));
            return null;
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            return $"no browser could be started ({error.Message})";
        }
    }

    // The address is an argument of its own and never part of a command line.
    private static ProcessStartInfo StartInfo(string address) => OperatingSystem.IsWindows()
        ? new ProcessStartInfo(address) { UseShellExecute = true }
        : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { address }, RedirectStandardOutput = true, RedirectStandardError = true };
}
