using Microsoft.Win32.SafeHandles;
using OmeZarr.Files;
using Zarr.Stores;

namespace OmeZarr.ImageFormats.Files;

/// <summary>An open file: thread-safe positional reads.</summary>
internal sealed class PlainFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private PlainFile(string path, SafeFileHandle handle) => (Path, this.handle, Length) = (path, handle, RandomAccess.GetLength(handle));

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFileException">It is a folder.</exception>
    public static PlainFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw Directory.Exists(path) ? new ImageFileException(path, $"{path}: is a folder, not a file") : new FileNotFoundException($"{path}: no such file", path);
        }

        FileSystemStore.OpenFile(path)?.Dispose(); // refuses pipes, which would block the next line
        return new PlainFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess));
    }

    /// <summary>Fills <paramref name="destination"/> from the file.</summary>
    /// <exception cref="ImageFileException">The file ends too early.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(handle, destination, offset);
            if (count == 0)
            {
                throw Damaged("the file ends too early");
            }

            destination = destination[count..];
            offset += count;
        }
    }

    /// <summary>The first bytes, fewer if the file is shorter.</summary>
    public byte[] Head(int length)
    {
        var head = new byte[(int)Math.Min(length, Length)];
        Read(0, head);
        return head;
    }

    /// <summary>The whole file as a stream. It does not close the file.</summary>
    public Stream OpenStream() => new BufferedStream(new PositionStream(this), 1 << 16);

    public ImageFileException Damaged(string detail, Exception? inner = null) => new(Path, $"{Path}: {detail}", inner);

    public void Dispose() => handle.Dispose();

    /// <summary>Reads the file from start to end.</summary>
    private sealed class PositionStream(PlainFile file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(file.handle, buffer, Position);
            Position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
