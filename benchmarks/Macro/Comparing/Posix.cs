using System.Runtime.InteropServices;

namespace Macro.Comparing;

/// <summary>Files as a program in C reads and writes them, without the checks of the base class library. Linux only: the flags are its.</summary>
internal static unsafe partial class Posix
{
    private const int WriteOnlyCreateExclusive = 0x1 | 0x40 | 0x80;
    private const int ReadOnly = 0;
    private const int NoSuchFile = 2;
    private const int UserReadWrite = 0x1A4;

    internal static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("the loop that is compared with calls the system as C does on Linux; run it there");
        }
    }

    /// <summary>Writes a file under another name and renames it.</summary>
    internal static void Publish(byte[] path, byte[] temporary, ReadOnlySpan<byte> content)
    {
        var file = Checked(Open(temporary, WriteOnlyCreateExclusive, UserReadWrite), temporary);
        while (content.Length > 0)
        {
            fixed (byte* from = content)
            {
                content = content[(int)Checked(Write(file, from, (nuint)content.Length), temporary)..];
            }
        }

        _ = Checked(Close(file), temporary);
        _ = Checked(Rename(temporary, path), path);
    }

    /// <summary>Reads a file that is not longer than the buffer; -1 if there is none.</summary>
    internal static int ReadFile(byte[] path, Span<byte> buffer)
    {
        var file = Open(path, ReadOnly, 0);
        if (file < 0 && Marshal.GetLastPInvokeError() == NoSuchFile)
        {
            return -1;
        }

        _ = Checked(file, path);
        var done = 0;
        fixed (byte* to = buffer)
        {
            while (Checked(Read(file, to + done, (nuint)(buffer.Length - done)), path) is > 0 and var read)
            {
                done += (int)read;
            }
        }

        _ = Checked(Close(file), path);
        return done;
    }

    /// <summary>CPU time that the calling thread has used, in seconds.</summary>
    internal static double ThreadCpuSeconds()
    {
        const int ThreadCpuTime = 3;
        var time = default(Timespec);
        _ = Checked(ClockGetTime(ThreadCpuTime, &time), []);
        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    /// <summary>Sleeps. The system wakes the thread within about 0.1 ms, so that nobody need wait in a loop, which would take a processor.</summary>
    internal static void Sleep(TimeSpan time)
    {
        var left = new Timespec { Seconds = time.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        _ = NanoSleep(&left, null); // a signal may end it early: callers look at the clock
    }

    private static nint Checked(nint result, byte[] path) => result >= 0
        ? result
        : throw new IOException($"{System.Text.Encoding.UTF8.GetString(path).TrimEnd('\0')}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    private static int Checked(int result, byte[] path) => (int)Checked((nint)result, path);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte* from, nuint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, byte* to, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, Timespec* time);

    [LibraryImport("libc", EntryPoint = "nanosleep", SetLastError = true)]
    private static partial int NanoSleep(Timespec* time, Timespec* left);

    private struct Timespec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
