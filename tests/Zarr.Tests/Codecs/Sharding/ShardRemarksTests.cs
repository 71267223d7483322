using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Sharding;

namespace Zarr.Tests.Codecs.Sharding;

/// <summary>How inner chunks lie in a shard whose index takes 48 bytes.</summary>
public sealed class ShardRemarksTests
{
    // Whether the index is at the end, offsets and lengths of inner chunks 0, 1, 2, …, the length of the shard, and the remark.
    public static TheoryData<bool, (long Offset, int Length)[], long, string?> Layouts { get; } = new()
    {
        { true, [(0, 4), (4, 4), (8, 4)], 60, null },
        { true, [(8, 4), (0, 4), (4, 4)], 60, null },
        { true, [(0, 4), (2, 0), (4, 8)], 60, null },
        { false, [(48, 4), (52, 8)], 60, null },
        { true, [], 48, null },
        { true, [(0, 4), (2, 4), (8, 4)], 60, "ShardOverlap: inner chunk 1 shares bytes with inner chunk 0" },
        { true, [(4, 8), (2, 4), (0, 2)], 60, "ShardOverlap: inner chunk 0 shares bytes with inner chunk 1" },
        { true, [(0, 4), (4, 4), (6, 6)], 60, "ShardOverlap: inner chunk 2 shares bytes with inner chunk 1" },
        { true, [(0, 8), (2, 2), (6, 6)], 60, "ShardOverlap: inner chunk 1 shares bytes with inner chunk 0; 1 more share bytes" },
        { true, [(0, 8), (1, 1), (2, 1), (3, 9)], 60, "ShardOverlap: inner chunk 1 shares bytes with inner chunk 0; 2 more share bytes" },
        { true, [(0, 4), (4, 4), (8, 5)], 60, "ShardOverlap: inner chunk 2 shares bytes with the index" },
        { true, [(0, 4), (3, 10)], 60, "ShardOverlap: inner chunk 1 shares bytes with inner chunk 0" },
        { false, [(46, 4), (50, 10)], 60, "ShardOverlap: inner chunk 0 shares bytes with the index" },
        { true, [(2, 4)], 60, "ShardDeadBytes: 8 of 60 bytes belong to no inner chunk" },
        { true, [(0, 4), (8, 4)], 60, "ShardDeadBytes: 4 of 60 bytes belong to no inner chunk" },
        { true, [(0, 11)], 60, "ShardDeadBytes: 1 of 60 bytes belong to no inner chunk" },
        { false, [(50, 4)], 60, "ShardDeadBytes: 8 of 60 bytes belong to no inner chunk" },
        { true, [(0, 4)], 2052, "ShardDeadBytes: 2,000 of 2,052 bytes belong to no inner chunk" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Shared_bytes_are_remarked_and_without_them_bytes_of_no_inner_chunk(bool atEnd, (long Offset, int Length)[] chunks, long length, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], RemarksOf(atEnd, chunks, length, isComplete: true));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void If_inner_chunks_are_left_out_only_shared_bytes_are_remarked(bool atEnd, (long Offset, int Length)[] chunks, long length, string? expected) =>
        Assert.Equal(expected?.StartsWith("ShardOverlap", StringComparison.Ordinal) == true ? [expected] : [], RemarksOf(atEnd, chunks, length, isComplete: false));

    private static List<string> RemarksOf(bool atEnd, (long Offset, int Length)[] chunks, long length, bool isComplete)
    {
        var remarks = new Remarks();
        var placed = chunks.Select((chunk, number) => new PlacedChunk(number, new ShardEntry(chunk.Offset, chunk.Length))).ToList();
        ShardRemarks.Add(placed, new ShardIndexFormat(new ShardGrid([6], [2]), [new BytesCodec()], atEnd), length, isComplete, remarks);
        return remarks.Texts;
    }

    private sealed class Remarks : IRemarks
    {
        internal List<string> Texts { get; } = [];

        public void Add(CodecRemark remark)
        {
            Assert.Equal("sharding_indexed", remark.Codec);
            Texts.Add($"{remark.Kind}: {remark.Message}");
        }
    }
}
