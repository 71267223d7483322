using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Zarr.Stores.Files;

/// <summary>The kind of file that a path leads to.</summary>
internal enum FileKind
{
    /// <summary>The path is missing, or the system does not report its kind.</summary>
    Unknown,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A pipe, socket or device. Opening or reading it may block forever.</summary>
    Special,
}

/// <summary>The status of a file or directory, as the operating system reports it. Symbolic links are followed.</summary>
/// <param name="Kind">Kind of the file.</param>
/// <param name="Device">Device of the file system.</param>
/// <param name="Inode">Inode number in the file system.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Created">Time of creation, in nanoseconds; 0 if the file system does not record it.</param>
/// <param name="Modified">Time of the last change of the content, in nanoseconds since 1970.</param>
/// <param name="Changed">Time of the last change of the content, the names or the permissions, in nanoseconds since 1970.</param>
internal readonly record struct FileStatus(FileKind Kind, ulong Device, ulong Inode, long Length, long Created, long Modified, long Changed)
{
    private const int StatusOfDescriptor = 0x1000; // AT_EMPTY_PATH
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoSuchFile = 2; // ENOENT
    private const int NotADirectory = 20; // ENOTDIR
    private const int FollowLinks = 0x400; // AT_SYMLINK_FOLLOW; statx follows them without a flag
    private const int BasicStatusAndCreation = 0xfff; // STATX_BASIC_STATS | STATX_BTIME
    private const int StatusLength = 256;
    private const int LongestHandle = 128; // MAX_HANDLE_SZ
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The status of the file at a path; null if the path is missing, or the platform has no call for it (Windows).</summary>
    internal static FileStatus? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[StatusLength];
        buffer.Clear();
        try
        {
            return OperatingSystem.IsLinux() && StatX(CurrentDirectory, path, 0, BasicStatusAndCreation, ref MemoryMarshal.GetReference(buffer)) == 0 ? OfLinux(buffer)
                : OperatingSystem.IsMacOS() && StatMac(path, buffer) == 0 ? OfMac(buffer)
                : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The status of an open file; null if the platform has no call for it (Windows).</summary>
    internal static FileStatus? Of(SafeFileHandle file)
    {
        Span<byte> buffer = stackalloc byte[StatusLength];
        buffer.Clear();
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            var descriptor = (int)file.DangerousGetHandle();
            return OperatingSystem.IsLinux() && StatX(descriptor, string.Empty, StatusOfDescriptor, BasicStatusAndCreation, ref MemoryMarshal.GetReference(buffer)) == 0 ? OfLinux(buffer)
                : OperatingSystem.IsMacOS() && StatMac(descriptor, buffer) == 0 ? OfMac(buffer)
                : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
        finally
        {
            if (isHeld)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>The identity of the file or folder at a path; null if the path is missing, or the platform has no call for it.</summary>
    /// <remarks>On file systems whose inode numbers are not stable, every file and folder has the same identity.</remarks>
    internal static FileIdentity? IdentityOf(string path) => NumbersOf(path) is { } numbers
        ? FileSystemType.HasStableNumbers(path) ? numbers : numbers with { Inode = 0, Generation = 0 }
        : null;

    /// <summary>The handle of a file, or its status where the file system has no handles.</summary>
    /// <remarks>The two number file systems differently. So the status does not stand in for the handle of a file that was missing a moment ago.</remarks>
    private static FileIdentity? NumbersOf(string path)
    {
        var isMissing = false;
        return OperatingSystem.IsLinux() && HandleOf(path, out isMissing) is { } handle ? handle
            : !isMissing && Of(path) is { } status ? new FileIdentity(status.Device, status.Inode, (ulong)status.Created)
            : null;
    }

    /// <summary>The handle by which an NFS server identifies the file: inode and generation from one call. Many file systems record no creation time and reuse inode numbers at once.</summary>
    private static FileIdentity? HandleOf(string path, out bool isMissing)
    {
        isMissing = false;
        Span<byte> handle = stackalloc byte[8 + LongestHandle];
        BitConverter.TryWriteBytes(handle, LongestHandle);
        try
        {
            if (NameToHandle(CurrentDirectory, path, ref MemoryMarshal.GetReference(handle), out var mount, FollowLinks) != 0)
            {
                isMissing = Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory;
                return null;
            }

            var length = (int)Math.Min(BitConverter.ToUInt32(handle), LongestHandle);
            var bytes = handle.Slice(8, length);
            var first = length >= sizeof(ulong) ? BitConverter.ToUInt64(bytes) : 0;
            return new FileIdentity((ulong)mount, first, Fold(bytes));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // struct statx has the same layout on all architectures.
    private static FileStatus OfLinux(ReadOnlySpan<byte> buffer) => new(
        KindOf(BitConverter.ToUInt16(buffer[28..])),
        BitConverter.ToUInt64(buffer[136..]),
        BitConverter.ToUInt64(buffer[32..]),
        BitConverter.ToInt64(buffer[40..]),
        Time(buffer[80..]),
        Time(buffer[112..]),
        Time(buffer[96..]));

    // struct stat with 64-bit inodes, the only one on Apple silicon: st_dev, st_mode, st_nlink, st_ino, …, four times, st_size.
    private static FileStatus OfMac(ReadOnlySpan<byte> buffer) => new(
        KindOf(BitConverter.ToUInt16(buffer[4..])),
        BitConverter.ToUInt32(buffer),
        BitConverter.ToUInt64(buffer[8..]),
        BitConverter.ToInt64(buffer[96..]),
        Time(buffer[80..]),
        Time(buffer[48..]),
        Time(buffer[64..]));

    private static int StatMac(string path, Span<byte> buffer) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? StatMac64(path, ref MemoryMarshal.GetReference(buffer))
        : StatMac(path, ref MemoryMarshal.GetReference(buffer));

    private static int StatMac(int descriptor, Span<byte> buffer) => RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? DescriptorStatMac64(descriptor, ref MemoryMarshal.GetReference(buffer))
        : DescriptorStatMac(descriptor, ref MemoryMarshal.GetReference(buffer));

    private static long Time(ReadOnlySpan<byte> time) =>
        unchecked((BitConverter.ToInt64(time) * NanosecondsPerSecond) + BitConverter.ToUInt32(time[8..]));

    /// <summary>FNV-1a. It suffices because the handle has few bytes, and no attacker chooses them.</summary>
    private static ulong Fold(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var part in bytes)
        {
            hash = unchecked((hash ^ part) * 1099511628211UL);
        }

        return hash;
    }

    private static FileKind KindOf(int mode) => (mode & 0xf000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0 => FileKind.Unknown,
        _ => FileKind.Special,
    };

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte buffer);

    [DllImport("libc", EntryPoint = "name_to_handle_at", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NameToHandle(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte handle, out int mount, int flags);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac([MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte buffer);

    [DllImport("libc", EntryPoint = "fstat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DescriptorStatMac(int descriptor, ref byte buffer);

    [DllImport("libc", EntryPoint = "fstat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DescriptorStatMac64(int descriptor, ref byte buffer);
}
