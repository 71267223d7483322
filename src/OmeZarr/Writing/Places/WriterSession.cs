using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OmeZarr.Writing.Places;

/// <summary>Identifies the machine and its last boot. The lock of a folder is meaningful only within one session.</summary>
internal static class WriterSession
{
    /// <summary>Length of an id.</summary>
    internal const int Length = 8;

    private const string LinuxBootId = "/proc/sys/kernel/random/boot_id";
    private const string MacBootId = "kern.bootsessionuuid";

    /// <summary>The id of the session, in hexadecimal digits; null on systems without a boot id.</summary>
    internal static string? Current { get; } = Boot() is { Length: > 0 } boot
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{boot}")).AsSpan(0, Length / 2))
        : null;

    private static string? Boot()
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(LinuxBootId).Trim() : OperatingSystem.IsMacOS() ? BootOfMac() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static string? BootOfMac()
    {
        var buffer = new byte[64];
        nuint length = (nuint)buffer.Length;
        return SystemControl(MacBootId, buffer, ref length, 0, 0) == 0 ? Encoding.ASCII.GetString(buffer, 0, (int)length).TrimEnd('\0') : null;
    }

    [DllImport("libc", EntryPoint = "sysctlbyname")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SystemControl([MarshalAs(UnmanagedType.LPUTF8Str)] string name, byte[] value, ref nuint length, nint newValue, nuint newLength);
}
