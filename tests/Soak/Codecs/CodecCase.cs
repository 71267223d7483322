using Soak.Contents;
using Zarr.Codecs;

namespace Soak.Codecs;

/// <summary>Random content through a random codec: comes back, always as the same bytes, in no more than was promised, and for other implementations too.</summary>
internal static class CodecCase
{
    private const int Longest = (4 << 20) + 100;

    internal static Task RunAsync(Random random, Tally tally)
    {
        var content = RandomContent.Make(random, Longest);
        var codec = RandomCodec.Make(random, content.Length);
        var row = RandomCodec.RowFor(random, codec);
        var input = RandomCodec.Input(random, content.Length, row);
        try
        {
            Check(codec, input, row, content, random, tally);
        }
        catch (Exception error)
        {
            throw new DifferenceException($"{content.Length:N0} bytes in rows of {row:N0}, {(input.ReferenceEffort ? "reference" : "adaptive")} effort, {codec} ({codec.ToMetadata().Configuration?.ToJsonString()})", error);
        }

        return Task.CompletedTask;
    }

    private static void Check(ICodec codec, CodecInput input, int row, byte[] content, Random random, Tally tally)
    {
        using var memory = new GuardedMemory();
        using var source = new GuardedMemory();
        var bound = codec.Bind(input);
        var encoded = Encode(bound, source.Copy(content), memory);
        tally.Add($"{codec.Name}: encoded within the promised length");
        Decode(bound, source.Copy(encoded), content, memory);
        tally.Add($"{codec.Name}: decoded");

        // A codec that has seen other content must not remember it.
        var other = codec is ShardingCodec ? RandomContent.OfLength(random, content.Length) : RandomContent.Make(random, Longest);
        var room = Math.Max(content.Length, other.Length);
        var used = codec.Bind(input with { Shape = RandomCodec.ShapeOf(room, row), MaxLength = room });
        Encode(used, source.Copy(other), memory);
        DifferenceException.RequireEqual(encoded, Encode(used, source.Copy(content), memory), "encoded once more");
        tally.Add($"{codec.Name}: the same bytes each time");

        new ForeignReaders(tally).Read(codec, encoded, content);
        if (ForeignReaders.WriteBlosc(codec, content, random) is { } theirs)
        {
            Decode(used, source.Copy(theirs), content, memory);
            tally.Add("chunk of c-blosc decoded");
        }
    }

    private static byte[] Encode(IBoundCodec bound, ReadOnlySpan<byte> content, GuardedMemory memory)
    {
        var room = memory.Take(bound.Output.MaxLength);
        var length = bound.Encode(content, room);
        memory.RequireIntact();
        return room[..length].ToArray();
    }

    private static void Decode(IBoundCodec bound, ReadOnlySpan<byte> encoded, byte[] content, GuardedMemory memory)
    {
        var room = memory.Take(content.Length);
        room.Fill(0x5A);
        var length = bound.Decode(encoded, room);
        memory.RequireIntact();
        DifferenceException.RequireEqual(content, room[..length], "decoded");
    }
}
