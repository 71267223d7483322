namespace OmeZarr.Acquiring.Frames;

/// <summary>A set of slabs that takes about one bit for each, because an acquisition may have many millions.</summary>
internal sealed class SlabSet
{
    private const int BlockLength = 4096;
    private const int WordLength = 64;

    private readonly Dictionary<(int Image, long Block), ulong[]> blocks = [];

    internal void Add((int Image, long Number) slab)
    {
        var key = (slab.Image, slab.Number / BlockLength);
        if (!blocks.TryGetValue(key, out var block))
        {
            blocks.Add(key, block = new ulong[BlockLength / WordLength]);
        }

        block[slab.Number % BlockLength / WordLength] |= BitOf(slab.Number);
    }

    internal bool Contains((int Image, long Number) slab) =>
        blocks.TryGetValue((slab.Image, slab.Number / BlockLength), out var block) && (block[slab.Number % BlockLength / WordLength] & BitOf(slab.Number)) != 0;

    private static ulong BitOf(long number) => 1UL << (int)(number % WordLength);
}
