using Blosc;
using Blosc.Buffers;
using Blosc.Tests.Zstd.Decoding;
using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using Soak.Codecs;
using Soak.Contents;
using Zarr.Codecs;
using ZstdSharp;

namespace Soak.Decoders;

/// <summary>Zstd frames, intact and damaged: what the decoder of literals takes is what ZstdSharp makes of it.</summary>
internal static class LiteralsCase
{
    private const int Longest = 300_000;
    private const int Attempts = 40;

    internal static void Run(Random random, Tally tally)
    {
        using var source = new GuardedMemory();
        using var memory = new GuardedMemory();
        var decoder = new LiteralsDecoder(new ZstdDecompressors());
        var (frame, content) = Frame(random);
        if (ByLiterals(decoder, source.Copy(frame), memory.Take(content.Length)) is { } whole)
        {
            DifferenceException.RequireEqual(content, whole, "intact frame");
            tally.Add("literals: intact frame taken");
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var damaged = random.Next(4) == 0 ? Damage.Of(random, frame, frame) : frame.ToArray();
            FrameDamage.Apply(damaged.Length == 0 ? [0] : damaged, random);
            var ours = ByLiterals(decoder, source.Copy(damaged), memory.Take(content.Length));
            memory.RequireIntact();
            Compare(ours, damaged, content.Length, tally);
        }
    }

    private static void Compare(byte[]? ours, byte[] frame, int length, Tally tally)
    {
        if (ours is null)
        {
            tally.Add("literals: damaged frame left to others");
            return;
        }

        var theirs = ByZstd(frame, length) ?? throw new DifferenceException($"only the decoder of literals takes {Convert.ToHexString(frame)}");
        DifferenceException.RequireEqual(theirs, ours, $"frame {Convert.ToHexString(frame)}");
        tally.Add("literals: damaged frame taken, as by ZstdSharp");
    }

    private static (byte[] Frame, byte[] Content) Frame(Random random)
    {
        var content = RandomContent.Make(random, Longest);
        switch (random.Next(5))
        {
            case 0:
                return (NoiseFrames.Mixed(random, out content), content);
            case 1:
                return (NoiseFrames.Compress(content), content);
            case 2:
                return (NoiseFrames.CompressWithMatches(content, random.Next(1, 8)), content);
            default:
                return Ours(random) ?? (NoiseFrames.Compress(content), content);
        }
    }

    // A stream of a Blosc chunk that our compressor wrote.
    private static (byte[] Frame, byte[] Content)? Ours(Random random)
    {
        var content = RandomContent.Make(random, Longest);
        var bound = new BloscCodec(1) { Level = 3, BlockSize = random.Next(10_000, 200_000), Shuffle = BloscShuffle.None }.Bind(RandomCodec.Input(random, content.Length));
        var room = new byte[bound.Output.MaxLength];
        var chunk = room[..bound.Encode(content, room)];
        var header = BloscHeader.Read(chunk, content.Length);
        var streams = header.IsStored ? [] : BloscStreams.Of(chunk, header).Where(stream => !stream.IsStored).ToArray();
        if (streams.Length == 0)
        {
            return null;
        }

        var stream = streams[random.Next(streams.Length)];
        return (stream.Bytes.ToArray(), content[stream.To..(stream.To + stream.ContentLength)]);
    }

    private static byte[]? ByLiterals(LiteralsDecoder decoder, ReadOnlySpan<byte> frame, Span<byte> content)
    {
        var isTaken = decoder.TryAdd(frame, content, new StreamSegment(0, frame.Length, 0, content.Length));
        return decoder.TryFinish(frame, content) && isTaken ? content.ToArray() : null;
    }

    private static byte[]? ByZstd(byte[] frame, int length)
    {
        using var decompressor = new Decompressor();
        try
        {
            var content = new byte[length];
            return decompressor.Unwrap(frame, content) == length ? content : null;
        }
        catch (ZstdException)
        {
            return null;
        }
    }
}
