using Blosc.Zstd.Decoding;
using CsCheck;
using Xunit;

namespace Blosc.Tests.Zstd.Decoding;

public sealed class HuffmanTableTests
{
    // The lengths of the codes of a whole tree: a leaf is split again and again.
    private static readonly Gen<byte[]> Lengths =
        Gen.Int[0, 10_000].Array[0, 200].Select(Gen.Bool, (choices, takesDeepest) =>
        {
            List<byte> leaves = [1, 1];
            foreach (var choice in choices)
            {
                var leaf = takesDeepest && choice % 4 > 0 ? leaves.Count - 1 : choice % leaves.Count;
                if (leaves[leaf] < HuffmanTree.MaxBits)
                {
                    leaves[leaf]++;
                    leaves.Add(leaves[leaf]);
                }
            }

            return leaves.ToArray();
        });

    [Fact]
    public void An_entry_for_groups_has_the_symbols_that_are_found_one_by_one() => Lengths.Sample(
        lengths =>
        {
            var bits = lengths.Max();
            var table = new HuffmanTable();
            table.Build([.. lengths.Select(length => (byte)(bits + 1 - length)), .. new byte[HuffmanTree.SymbolCount - lengths.Length]], bits);
            var groups = table.Groups;
            for (var value = 0; value < HuffmanTable.Size; value++)
            {
                Assert.Equal(OneByOne(table.Symbols, value), groups[value]);
            }
        },
        iter: 300,
        seed: "0000KMA4pZ3g");

    [Fact]
    public void A_table_is_used_again_for_another_tree()
    {
        var table = new HuffmanTable();
        table.Build(Weights(1, 1), 1);
        var before = table.Groups[0];
        table.Build(Weights(1, 1, 2), 2);
        Assert.Equal(OneByOne(table.Symbols, 0), table.Groups[0]);
        Assert.NotEqual(before, table.Groups[0]);
    }

    private static byte[] Weights(params byte[] first) => [.. first, .. new byte[HuffmanTree.SymbolCount - first.Length]];

    private static ulong OneByOne(ReadOnlySpan<ushort> symbols, int value)
    {
        var (entry, length, count) = (0ul, 0, 0);
        while (count < HuffmanTable.MostSymbols)
        {
            var next = symbols[(value << length) & (HuffmanTable.Size - 1)];
            if (length + (byte)next > HuffmanTree.MaxBits)
            {
                break;
            }

            entry |= (ulong)(next >> 8) << (8 * count++);
            length += (byte)next;
        }

        return entry | ((ulong)length << (8 * HuffmanTable.LengthPlace)) | ((ulong)count << (8 * HuffmanTable.CountPlace));
    }
}
