using System.Runtime.InteropServices;

namespace OmeZarr.Measuring;

/// <summary>Keeps some values, of types that have too many values to be counted.</summary>
internal sealed class SampledValues(NumberKind numbers, int channels) : ChannelValues(numbers)
{
    private const int MostOfChannel = 1 << 16;
    private const int LeastOfChannel = 1 << 8;
    private const int MostOfAll = 1 << 23;

    private readonly List<double> values = [];

    internal override long Wanted => Math.Clamp(MostOfAll / channels, LeastOfChannel, MostOfChannel);

    private protected override void Take(ReadOnlySpan<byte> elements, long first, long step)
    {
        Span<double> number = stackalloc double[1];
        for (var at = first * Numbers.Size; at < elements.Length; at += step * Numbers.Size)
        {
            Numbers.ToDoubles(elements.Slice((int)at, Numbers.Size), number);
            if (double.IsFinite(number[0]))
            {
                values.Add(number[0]);
            }
        }
    }

    private protected override ValueSummary Percentiles()
    {
        values.Sort();
        return ValueSummary.OfSorted(CollectionsMarshal.AsSpan(values));
    }

    private protected override void SaveValues(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(values.Count);
        values.ForEach(writer.Write);
    }

    private protected override void AddValues(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > MostOfAll)
        {
            throw new InvalidDataException("the saved values are damaged");
        }

        for (; count > 0; count--)
        {
            values.Add(reader.ReadDouble());
        }
    }
}
