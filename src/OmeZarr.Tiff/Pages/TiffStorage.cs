using System.Buffers.Binary;
using Zarr.Stores;

namespace OmeZarr.Tiff.Pages;

/// <summary>The open file: thread-safe positional reads, and integers in the byte order of the file.</summary>
internal sealed class TiffStorage : IDisposable
{
    private const int NdpiTag = 65420;

    private readonly IFileBytes bytes;
    private long bytesRead;

    private TiffStorage(string path, IFileBytes bytes, IReadOnlyList<ITiffBlockDecoder> decoders)
    {
        (Path, this.bytes, Decoders) = (path, bytes, decoders);
        Length = bytes.Length;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Decoders of other compressions than those of this package.</summary>
    public IReadOnlyList<ITiffBlockDecoder> Decoders { get; }

    public bool IsBigEndian { get; private set; }

    /// <summary>Whether the file is a BigTIFF, with offsets and counts of 64 bits.</summary>
    public bool IsBig { get; private set; }

    /// <summary>Whether it is a TIFF of Hamamatsu (NDPI) beyond 4 GB: the offset of the next directory has 64 bits, and behind it are the higher 32 bits of all values of the directory.</summary>
    public bool HasWideOffsets { get; private set; }

    public long FirstDirectory { get; private set; }

    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="handles">Opens the file while it is read; null to keep it open.</param>
    /// <param name="decoders">Decoders of other compressions than those of this package; null for none.</param>
    public static TiffStorage Open(string path, FileHandles? handles = null, IReadOnlyList<ITiffBlockDecoder>? decoders = null)
    {
        if (!File.Exists(path))
        {
            throw Directory.Exists(path)
                ? new TiffFormatException(path, "is a folder, not a TIFF file")
                : new FileNotFoundException($"{path}: no such file", path);
        }

        FileSystemStore.OpenFile(path)?.Dispose(); // refuses pipes, which would block the next line
        var storage = new TiffStorage(path, handles is null ? new OpenFile(path) : handles.Add(path), decoders ?? []);
        try
        {
            storage.ReadHeader();
            return storage;
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Whether the range lies inside the file.</summary>
    public bool Holds(long offset, long length) => offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset;

    /// <summary>Fills <paramref name="destination"/> from the file; false if the range lies outside the file.</summary>
    public bool TryRead(long offset, Span<byte> destination)
    {
        if (!Holds(offset, destination.Length))
        {
            return false;
        }

        while (!destination.IsEmpty)
        {
            var count = bytes.Read(destination, offset);
            if (count == 0)
            {
                return false;
            }

            Interlocked.Add(ref bytesRead, count);
            destination = destination[count..];
            offset += count;
        }

        return true;
    }

    public ushort ToUInt16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint ToUInt32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong ToUInt64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>An offset or count of 32 bits (TIFF) or 64 bits (BigTIFF); -1 if it exceeds 63 bits.</summary>
    public long ToOffset(ReadOnlySpan<byte> bytes)
    {
        var value = IsBig ? ToUInt64(bytes) : ToUInt32(bytes);
        return value > long.MaxValue ? -1 : (long)value;
    }

    /// <summary>The decoder of a compression that this package does not read itself; null for other compressions.</summary>
    public ITiffBlockDecoder? DecoderOf(TiffCompression compression) =>
        Decoders.Count == 0 || Enum.IsDefined(compression) ? null : Decoders.FirstOrDefault(decoder => decoder.Compressions.Contains((int)compression));

    public void Dispose() => bytes.Dispose();

    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[16];
        header.Clear();
        if (!TryRead(0, header[..(int)Math.Min(16, Length)]) || Length < 8 || !IsMark(header))
        {
            throw new TiffFormatException(Path, "not a TIFF file");
        }

        IsBigEndian = header[0] == 'M';
        IsBig = ToUInt16(header[2..]) switch
        {
            42 => false,
            43 when Length >= 16 && ToUInt16(header[4..]) == 8 && ToUInt16(header[6..]) == 0 => true,
            _ => throw new TiffFormatException(Path, "not a TIFF file"),
        };
        FirstDirectory = ToOffset(IsBig ? header[8..] : header[4..]);
        var wide = ToUInt64(header[4..]);
        if (!IsBig && !IsBigEndian && Length > uint.MaxValue && wide < (ulong)Length && HasNdpiTag((long)wide))
        {
            (HasWideOffsets, FirstDirectory) = (true, (long)wide);
        }
    }

    private bool HasNdpiTag(long directory)
    {
        Span<byte> entry = stackalloc byte[12];
        var count = TryRead(directory, entry[..2]) ? ToUInt16(entry) : 0;
        for (var i = 0; i < count && TryRead(directory + 2 + (12L * i), entry); i++)
        {
            if (ToUInt16(entry) == NdpiTag)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMark(ReadOnlySpan<byte> header) => header.StartsWith("II"u8) || header.StartsWith("MM"u8);
}
