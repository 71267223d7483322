using System.Buffers.Binary;
using System.Globalization;
using BitMiracle.LibTiff.Classic;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;

namespace OmeZarr.Tiff.Blocks;

/// <summary>
/// Decodes one strip or tile with LibTiff.NET; no other file uses the library. The decoder builds a TIFF file of one strip in memory. LibTiff never opens the real file, because
/// its handles are not thread-safe, walk the chain of pages to find one, trust the sizes in a file, and fill gaps of damaged data with zeros.
/// </summary>
internal static class LibTiffDecoder
{
    // LibTiff has one error handler for the process (its default writes to stderr). This handler recognises its own streams by their client data and passes
    // all other messages to the previous handler.
    static LibTiffDecoder() => RoutingErrorHandler.Install();

    /// <summary>Decodes <paramref name="strip"/> into all of <paramref name="destination"/>.</summary>
    /// <returns>Null, or a description of the damage.</returns>
    public static string? TryDecode(in OneStrip strip, byte[] destination)
    {
        using var stream = new OneStripStream(Assemble(strip));
        using var tiff = LibTiff.ClientOpen("strip", "r", stream, stream);
        if (tiff is null)
        {
            return stream.Problem ?? "LibTiff cannot decode it";
        }

        if (strip.IsChroma)
        {
            tiff.SetField(TiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
        }

        var count = tiff.StripSize() == destination.Length ? tiff.ReadEncodedStrip(0, destination, 0, destination.Length) : -1;
        // The JPEG decoder fills missing data with gray and only warns.
        return count == destination.Length && !(strip.Compression == (int)BitMiracle.LibTiff.Classic.Compression.JPEG && stream.Problem is not null)
            ? null
            : stream.Problem ?? $"{Math.Max(0, count)} of {destination.Length} bytes could be decoded";
    }

    private static byte[] Assemble(in OneStrip strip)
    {
        var directory = new DirectoryBuilder();
        directory.Add(TiffTag.IMAGEWIDTH, strip.Width);
        directory.Add(TiffTag.IMAGELENGTH, strip.Height);
        directory.AddShorts(TiffTag.BITSPERSAMPLE, [.. Enumerable.Repeat((ushort)8, strip.Samples)]);
        directory.AddShorts(TiffTag.COMPRESSION, [(ushort)strip.Compression]);
        directory.AddShorts(TiffTag.PHOTOMETRIC, [(ushort)strip.Photometric]);
        var offset = directory.Add(TiffTag.STRIPOFFSETS, 0);
        directory.AddShorts(TiffTag.SAMPLESPERPIXEL, [(ushort)strip.Samples]);
        directory.Add(TiffTag.ROWSPERSTRIP, strip.Height);
        directory.Add(TiffTag.STRIPBYTECOUNTS, strip.Data.Length);
        directory.AddShorts(TiffTag.PLANARCONFIG, [(ushort)PlanarConfig.CONTIG]);
        if (strip.JpegTables.Length > 0)
        {
            directory.AddBytes(TiffTag.JPEGTABLES, strip.JpegTables.Span);
        }

        if (strip.IsChroma)
        {
            directory.AddShorts(TiffTag.YCBCRSUBSAMPLING, [(ushort)strip.Subsampling.Horizontal, (ushort)strip.Subsampling.Vertical]);
        }

        return directory.Build(offset, strip.Data.Span);
    }

    /// <summary>Builds a little-endian TIFF file: one directory, the values that do not fit into its entries, the strip.</summary>
    private sealed class DirectoryBuilder
    {
        private const int HeaderSize = 8;
        private readonly List<(int Tag, int Type, int Count, byte[] Value)> entries = [];

        /// <returns>The index of the entry.</returns>
        public int Add(TiffTag tag, int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            entries.Add(((int)tag, (int)TiffType.LONG, 1, bytes));
            return entries.Count - 1;
        }

        public void AddShorts(TiffTag tag, ushort[] values)
        {
            var bytes = new byte[2 * values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), values[i]);
            }

            entries.Add(((int)tag, (int)TiffType.SHORT, values.Length, bytes));
        }

        public void AddBytes(TiffTag tag, ReadOnlySpan<byte> bytes) =>
            entries.Add(((int)tag, (int)TiffType.UNDEFINED, bytes.Length, bytes.ToArray()));

        public byte[] Build(int offsetEntry, ReadOnlySpan<byte> data)
        {
            var valueStart = HeaderSize + 2 + (12 * entries.Count) + 4;
            var dataStart = valueStart + entries.Sum(entry => entry.Value.Length > 4 ? entry.Value.Length : 0);
            BinaryPrimitives.WriteInt32LittleEndian(entries[offsetEntry].Value, dataStart);
            var file = new byte[dataStart + data.Length];
            "II*\0\b\0\0\0"u8.CopyTo(file);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(HeaderSize), (ushort)entries.Count);
            WriteEntries(file, valueStart);
            data.CopyTo(file.AsSpan(dataStart));
            return file;
        }

        private void WriteEntries(byte[] file, int valueStart)
        {
            var position = HeaderSize + 2;
            foreach (var (tag, type, count, value) in entries.OrderBy(entry => entry.Tag))
            {
                var entry = file.AsSpan(position, 12);
                BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
                BinaryPrimitives.WriteInt32LittleEndian(entry[4..], count);
                if (value.Length > 4)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(entry[8..], valueStart);
                    value.CopyTo(file.AsSpan(valueStart));
                    valueStart += value.Length;
                }
                else
                {
                    value.CopyTo(entry[8..]);
                }

                position += 12;
            }
        }
    }

    /// <summary>The file in memory, and the first message of LibTiff about it.</summary>
    private sealed class OneStripStream(byte[] file) : TiffStream, IDisposable
    {
        private readonly MemoryStream memory = new(file, writable: false);

        public string? Problem { get; private set; }

        public void Report(string? format, object?[]? arguments) =>
            Problem ??= format is null ? null : string.Format(CultureInfo.InvariantCulture, format, arguments ?? []);

        public override int Read(object clientData, byte[] buffer, int offset, int count) => memory.Read(buffer, offset, count);

        public override long Seek(object clientData, long offset, SeekOrigin origin) => memory.Seek(offset, origin);

        public override long Size(object clientData) => memory.Length;

        public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Close(object clientData)
        {
            // The caller disposes the stream.
        }

        public void Dispose() => memory.Dispose();
    }

    private sealed class RoutingErrorHandler : TiffErrorHandler
    {
        private TiffErrorHandler? previous;

        public static void Install()
        {
            var handler = new RoutingErrorHandler();
            handler.previous = LibTiff.SetErrorHandler(handler);
        }

        public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args)
        {
            if (!Report(tif?.Clientdata(), format, args))
            {
                previous?.ErrorHandler(tif, method, format, args);
            }
        }

        public override void ErrorHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
            if (!Report(clientData, format, args))
            {
                previous?.ErrorHandlerExt(tif, clientData, method, format, args);
            }
        }

        public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
        {
            if (!Report(tif?.Clientdata(), format, args))
            {
                previous?.WarningHandler(tif, method, format, args);
            }
        }

        public override void WarningHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
            if (!Report(clientData, format, args))
            {
                previous?.WarningHandlerExt(tif, clientData, method, format, args);
            }
        }

        private static bool Report(object? clientData, string format, object[] arguments)
        {
            (clientData as OneStripStream)?.Report(format, arguments);
            return clientData is OneStripStream;
        }
    }
}

/// <summary>A compressed strip or tile of 8-bit samples with the parameters of its decoding.</summary>
internal readonly record struct OneStrip
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Samples { get; init; }

    public required int Compression { get; init; }

    public required int Photometric { get; init; }

    public required ReadOnlyMemory<byte> Data { get; init; }

    public ReadOnlyMemory<byte> JpegTables { get; init; }

    public (int Horizontal, int Vertical) Subsampling { get; init; }

    /// <summary>Whether the samples are YCbCr, which LibTiff converts to RGB.</summary>
    public bool IsChroma => Photometric == 6;
}
