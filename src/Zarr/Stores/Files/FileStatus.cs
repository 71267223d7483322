using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Zarr.Stores.Files;

/// <summary>What kind of thing a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing is there, or the system does not say what.</summary>
    Unknown,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A pipe, socket or device: opening or reading it may never end.</summary>
    Special,
}

/// <summary>What the operating system says about the file or directory at a path; links are followed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The device of its file system.</param>
/// <param name="Inode">Its number in the file system.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Created">When it was created, in nanoseconds; 0 if the file system does not say.</param>
/// <param name="Changed">When its content was changed last, in nanoseconds.</param>
internal readonly record struct FileStatus(FileKind Kind, ulong Device, ulong Inode, long Length, long Created, long Changed)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int BasicStatusAndCreation = 0xfff; // STATX_BASIC_STATS | STATX_BTIME
    private const int LongestHandle = 128; // MAX_HANDLE_SZ
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The status of what is at a path; null if nothing is there, or the platform has no call for it (Windows).</summary>
    internal static FileStatus? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        buffer.Clear();
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(path, buffer) : OperatingSystem.IsMacOS() ? OfMac(path, buffer) : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The identity of what is at a path; null if nothing is there, or the platform has no call for it.</summary>
    internal static StoreIdentity? IdentityOf(string path) =>
        OperatingSystem.IsLinux() && HandleOf(path) is { } handle ? handle
        : Of(path) is { } status ? new StoreIdentity(status.Device, status.Inode, (ulong)status.Created)
        : null;

    /// <summary>The handle by which NFS servers would know the file: inode and generation by one call. Many file systems do not say when a file was created, and use numbers again at once.</summary>
    private static StoreIdentity? HandleOf(string path)
    {
        Span<byte> handle = stackalloc byte[8 + LongestHandle];
        BinaryPrimitives.WriteInt32LittleEndian(handle, LongestHandle);
        try
        {
            if (NameToHandle(CurrentDirectory, path, ref MemoryMarshal.GetReference(handle), out var mount, 0) != 0)
            {
                return null;
            }

            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(handle), LongestHandle);
            var bytes = handle.Slice(8, length);
            var first = length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
            return new StoreIdentity((ulong)mount, first, Fold(bytes));
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // struct statx has the same layout on all architectures.
    private static FileStatus? OfLinux(string path, Span<byte> buffer)
    {
        if (StatX(CurrentDirectory, path, 0, BasicStatusAndCreation, ref MemoryMarshal.GetReference(buffer)) != 0)
        {
            return null;
        }

        return new FileStatus(
            KindOf(BinaryPrimitives.ReadUInt16LittleEndian(buffer[28..])),
            BinaryPrimitives.ReadUInt64LittleEndian(buffer[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(buffer[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(buffer[40..]),
            Time(buffer[80..]),
            Time(buffer[112..]));
    }

    // struct stat with 64-bit inodes, the only one on Apple silicon: st_dev, st_mode, st_nlink, st_ino, …, four times, st_size.
    private static FileStatus? OfMac(string path, Span<byte> buffer)
    {
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64
            ? StatMac64(path, ref MemoryMarshal.GetReference(buffer))
            : StatMac(path, ref MemoryMarshal.GetReference(buffer));
        return result != 0
            ? null
            : new FileStatus(
                KindOf(BinaryPrimitives.ReadUInt16LittleEndian(buffer[4..])),
                BinaryPrimitives.ReadUInt32LittleEndian(buffer),
                BinaryPrimitives.ReadUInt64LittleEndian(buffer[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(buffer[96..]),
                Time(buffer[80..]),
                Time(buffer[48..]));
    }

    private static long Time(ReadOnlySpan<byte> time) =>
        unchecked((BinaryPrimitives.ReadInt64LittleEndian(time) * NanosecondsPerSecond) + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]));

    /// <summary>FNV-1a: what is compared has few bytes, and nobody chooses them.</summary>
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

    [DllImport("libc", EntryPoint = "name_to_handle_at")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NameToHandle(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte handle, out int mount, int flags);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac([MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatMac64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte buffer);
}
