namespace Macro.Comparing;

/// <summary>Pieces of a raw file.</summary>
internal static class FileChunks
{
    /// <summary>At most so many pieces, spread evenly over the file.</summary>
    internal static byte[][] Read(string path, int length, int most)
    {
        using var file = File.OpenHandle(path);
        var all = RandomAccess.GetLength(file) / length;
        if (all == 0)
        {
            throw new ArgumentException($"{path} has less than {length} bytes");
        }

        var count = (int)Math.Min(all, most);
        return [.. Enumerable.Range(0, count).Select(i => ReadAt(file, i * all / count * length, length))];
    }

    private static byte[] ReadAt(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, int length)
    {
        var piece = new byte[length];
        for (var done = 0; done < length;)
        {
            done += RandomAccess.Read(file, piece.AsSpan(done), offset + done);
        }

        return piece;
    }
}
