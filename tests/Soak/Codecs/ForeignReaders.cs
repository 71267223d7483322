using System.IO.Compression;
using Blosc;
using Blosc.Streams;
using K4os.Compression.LZ4;
using Macro.Comparing;
using Zarr.Codecs;
using ZstdSharp;

namespace Soak.Codecs;

/// <summary>Other implementations read what our codecs wrote, and write what they read.</summary>
internal sealed class ForeignReaders(Tally tally)
{
    /// <summary>All others that know the format must find the same content.</summary>
    internal void Read(ICodec codec, byte[] encoded, byte[] content)
    {
        switch (codec)
        {
            case BloscCodec when content.Length > 0:
                ReadBlosc(encoded, content);
                break;
            case ZstdCodec:
                ReadZstd(encoded, content);
                break;
            case Lz4Codec when content.Length > 0:
                RequireSame(content, to => LZ4Codec.Decode(encoded.AsSpan(4), to) == to.Length, "LZ4 of K4os");
                break;
            case GzipCodec:
                RequireSame(content, Inflate(new GZipStream(new MemoryStream(encoded), CompressionMode.Decompress)), "gzip of .NET");
                break;
            case ZlibCodec:
                RequireSame(content, Inflate(new ZLibStream(new MemoryStream(encoded), CompressionMode.Decompress)), "zlib of .NET");
                break;
        }
    }

    /// <summary>What c-blosc makes of the content with the same settings, at times with the compressor that only it can write; null if that cannot be.</summary>
    internal static byte[]? WriteBlosc(ICodec codec, byte[] content, Random random)
    {
        if (codec is not BloscCodec blosc || content.Length == 0 || ForeignLibraries.Blosc is not { } library)
        {
            return null;
        }

        var compressor = random.Next(4) == 0 ? BloscCompressor.BloscLz : blosc.Compressor;
        var name = System.Text.Encoding.ASCII.GetBytes($"{compressor}\0".ToLowerInvariant());
        var chunk = new byte[content.Length + LibBlosc.MaxOverhead];
        var how = new BloscArguments(name, blosc.Level, (int)blosc.Shuffle, blosc.TypeSize ?? 1, blosc.BlockSize);
        return chunk[..library.Compress(how, content, chunk)];
    }

    private void ReadBlosc(byte[] chunk, byte[] content)
    {
        if (ForeignLibraries.Blosc is { } library)
        {
            var decoded = new byte[content.Length];
            library.Decompress(chunk, decoded);
            DifferenceException.RequireEqual(content, decoded, "chunk decoded by c-blosc");
            tally.Add("chunk read by c-blosc");
        }

        var header = BloscHeader.Read(chunk, content.Length);
        if (header.IsStored)
        {
            return;
        }

        foreach (var (name, decode) in Decoders(header.Format))
        {
            var shuffled = new byte[content.Length];
            foreach (var stream in BloscStreams.Of(chunk, header))
            {
                var to = shuffled.AsSpan(stream.To, stream.ContentLength);
                DifferenceException.Require(stream.IsStored ? stream.Bytes.Span.TryCopyTo(to) : decode(stream.Bytes.Span, to), $"{name} refuses a stream at byte {stream.To:N0}");
            }

            DifferenceException.RequireEqual(content, BloscStreams.InOrder(shuffled, header), $"streams of a Blosc chunk decoded by {name}");
            tally.Add($"streams of a Blosc chunk read by {name}");
        }
    }

    private void ReadZstd(byte[] frame, byte[] content)
    {
        foreach (var (name, decode) in Decoders(StreamFormat.Zstd))
        {
            RequireSame(content, to => decode(frame, to), $"zstd frame by {name}");
        }
    }

    private delegate bool Decode(ReadOnlySpan<byte> stream, Span<byte> content);

    private static IEnumerable<(string Name, Decode Decode)> Decoders(StreamFormat format)
    {
        if (format == StreamFormat.Lz4)
        {
            yield return ("K4os", (stream, content) => LZ4Codec.Decode(stream, content) == content.Length);
        }
        else if (format == StreamFormat.Zstd)
        {
            yield return ("ZstdSharp", ZstdSharp);
            if (ForeignLibraries.HasZstd)
            {
                yield return ("libzstd", ForeignLibraries.TryZstd);
            }
        }
    }

    private static bool ZstdSharp(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(frame, content) == content.Length;
    }

    private static Func<byte[], bool> Inflate(Stream stream) => to =>
    {
        using (stream)
        {
            stream.ReadExactly(to);
            return stream.ReadByte() < 0;
        }
    };

    private void RequireSame(byte[] content, Func<byte[], bool> decode, string what)
    {
        var decoded = new byte[content.Length];
        DifferenceException.Require(decode(decoded), $"{what} refuses it");
        DifferenceException.RequireEqual(content, decoded, what);
        tally.Add(what);
    }
}
