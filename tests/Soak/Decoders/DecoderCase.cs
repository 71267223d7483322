using Soak.Codecs;
using Soak.Contents;
using Zarr;
using Zarr.Codecs;

namespace Soak.Decoders;

/// <summary>Damaged chunks of all codecs give an error of damaged data or some bytes, and the decoder is good for the next chunk. Frames of zstd are decoded as zstd does.</summary>
internal static class DecoderCase
{
    private const int Longest = 200_000;
    private const int Attempts = 60;

    internal static Task RunAsync(Random random, Tally tally)
    {
        if (random.Next(3) == 0)
        {
            LiteralsCase.Run(random, tally);
            return Task.CompletedTask;
        }

        var content = RandomContent.Make(random, Longest);
        var (codec, input) = (RandomCodec.Make(random, content.Length), RandomCodec.Input(random, content.Length));
        try
        {
            Check(codec, input, content, random, tally);
        }
        catch (Exception error)
        {
            throw new DifferenceException($"{content.Length:N0} bytes, {codec} ({codec.ToMetadata().Configuration?.ToJsonString()})", error);
        }

        return Task.CompletedTask;
    }

    private static void Check(ICodec codec, CodecInput input, byte[] content, Random random, Tally tally)
    {
        using var source = new GuardedMemory();
        using var memory = new GuardedMemory();
        var bound = codec.Bind(input);
        var (intact, other) = (Encode(bound, content), Encode(bound, RandomContent.OfLength(random, content.Length)));
        if (random.Next(4) == 0 && ForeignReaders.WriteBlosc(codec, content, random) is { } theirs)
        {
            intact = theirs;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var room = memory.Take(random.Next(4) == 0 ? random.Next(content.Length + 1) : content.Length);
            var isTaken = TryDecode(bound, source.Copy(Damage.Of(random, intact, other)), room);
            memory.RequireIntact();
            tally.Add(isTaken ? $"{codec.Name}: damage that leaves a chunk of something" : $"{codec.Name}: damage that is told");
        }

        var decoded = memory.Take(content.Length);
        DifferenceException.RequireEqual(content, decoded[..bound.Decode(source.Copy(intact), decoded)], "decoded after damaged ones");
        tally.Add($"{codec.Name}: intact chunk decoded after damaged ones");
    }

    private static byte[] Encode(IBoundCodec bound, byte[] content)
    {
        var room = new byte[bound.Output.MaxLength];
        return room[..bound.Encode(content, room)];
    }

    private static bool TryDecode(IBoundCodec bound, ReadOnlySpan<byte> damaged, Span<byte> room)
    {
        try
        {
            var length = bound.Decode(damaged, room);
            DifferenceException.Require(length >= 0 && length <= room.Length, $"{length:N0} bytes are said to be in a room of {room.Length:N0}");
            return true;
        }
        catch (CorruptDataException)
        {
            return false;
        }
        catch (UnsupportedFeatureException error) when (error.Feature == "snappy")
        {
            return false;
        }
    }
}
