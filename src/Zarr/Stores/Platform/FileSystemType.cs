using System.Runtime.InteropServices;

namespace Zarr.Stores.Files;

/// <summary>Recognises file systems whose inode numbers are stable.</summary>
internal static class FileSystemType
{
    private const int StatusLength = 256;

    /// <summary>
    /// File systems known to have stable inode numbers. FUSE, CIFS, 9p and FAT are not among them: there, a folder can have another number at the next lookup.
    /// </summary>
    private static readonly long[] Stable =
    [
        0xef53, // ext2, ext3, ext4
        0x58465342, // XFS
        0x9123683e, // Btrfs
        0xf2f52010, // F2FS
        0xca451a4e, // bcachefs
        0x2fc12fc1, // ZFS
        0x01021994, // tmpfs
        0x858458f6, // ramfs
        0x794c7630, // overlayfs
        0x6969, // NFS
        0x00c36400, // Ceph
        0x0bd00bd0, // Lustre
        0x47504653, // GPFS (Spectrum Scale)
        0x19830326, // BeeGFS
    ];

    /// <summary>Whether a file or folder keeps its inode number as long as it exists.</summary>
    /// <param name="path">The path; symbolic links are followed.</param>
    /// <returns>Also true if the system does not report the type of the file system.</returns>
    internal static bool HasStableNumbers(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return true;
        }

        Span<byte> buffer = stackalloc byte[StatusLength];
        buffer.Clear();
        try
        {
            return StatFileSystem(path, ref MemoryMarshal.GetReference(buffer)) != 0 || Stable.Contains(BitConverter.ToInt64(buffer) & uint.MaxValue);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "statfs")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatFileSystem([MarshalAs(UnmanagedType.LPUTF8Str)] string path, ref byte buffer);
}
