using Zarr;

namespace OmeZarr.Measuring;

/// <summary>The values of one channel: the extremes of all, and as many as percentiles need. Thread-safe.</summary>
internal abstract class ChannelValues
{
    // 8 bytes each: 64 MiB.
    private const long MaxCounters = 8 << 20;

    private const int BlockBytes = 16 << 10;

    private readonly Lock gate = new();
    private (double Min, double Max) extremes = (double.PositiveInfinity, double.NegativeInfinity);

    private protected ChannelValues(NumberKind numbers) => Numbers = numbers;

    private protected NumberKind Numbers { get; }

    /// <summary>About how many values of a source are taken for percentiles.</summary>
    internal abstract long Wanted { get; }

    /// <summary>One collector for each channel of an image. A collector of an 8- or 16-bit type has a counter for each value. If the counters of all channels would exceed the maximum, the collectors take samples instead.</summary>
    /// <exception cref="ArgumentException">The type is complex.</exception>
    internal static ChannelValues[] Create(DataType type, int channels)
    {
        var numbers = NumberKind.Of(type) ?? throw new ArgumentException($"values of {type} have no order, so that no window shows them", nameof(type));
        var isCounted = type.Kind != DataTypeKind.Float && type.Size <= 2 && (long)channels << (8 * type.Size) <= MaxCounters;
        return [.. Enumerable.Range(0, channels).Select(_ => isCounted ? (ChannelValues)new CountedValues(numbers, type) : new SampledValues(numbers, channels))];
    }

    /// <summary>Adds rows of elements, block by block, because what looks at a block next finds it in the cache of the processor.</summary>
    /// <param name="elements">The rows, without gaps, in the byte order of this machine.</param>
    /// <param name="first">The first element of each row that percentiles take.</param>
    /// <param name="step">The distance to the next one.</param>
    internal void Add(ReadOnlySpan<byte> elements, ReadOnlySpan<long> first, long step)
    {
        var row = elements.Length / Math.Max(1, first.Length);
        if (row > BlockBytes)
        {
            for (var i = 0; i < first.Length; i++)
            {
                AddLongRow(elements.Slice(i * row, row), first[i], step);
            }

            return;
        }

        var most = BlockBytes / Math.Max(1, row);
        for (var i = 0; i < first.Length; i += most)
        {
            var count = Math.Min(most, first.Length - i);
            AddBlock(elements.Slice(i * row, count * row), first.Slice(i, count), step);
        }
    }

    /// <summary>The summary of all values so far.</summary>
    internal ValueSummary Summarise()
    {
        lock (gate)
        {
            return extremes.Min > extremes.Max ? default : Percentiles() with { Min = extremes.Min, Max = extremes.Max };
        }
    }

    /// <summary>Saves the values so far.</summary>
    internal void Save(BinaryWriter writer)
    {
        lock (gate)
        {
            writer.Write(extremes.Min);
            writer.Write(extremes.Max);
            SaveValues(writer);
        }
    }

    /// <summary>Adds saved values.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or of another kind.</exception>
    internal void Add(BinaryReader reader)
    {
        lock (gate)
        {
            extremes = (Math.Min(extremes.Min, reader.ReadDouble()), Math.Max(extremes.Max, reader.ReadDouble()));
            AddValues(reader);
        }
    }

    private void AddLongRow(ReadOnlySpan<byte> row, long first, long step)
    {
        for (var at = 0; at < row.Length; at += BlockBytes)
        {
            var block = row.Slice(at, Math.Min(BlockBytes, row.Length - at));
            AddBlock(block, [first], step);
            first -= block.Length / Numbers.Size;
            first += first < 0 ? (-first + step - 1) / step * step : 0;
        }
    }

    private void AddBlock(ReadOnlySpan<byte> block, ReadOnlySpan<long> first, long step)
    {
        if (block.IsEmpty)
        {
            return;
        }

        var (min, max) = Numbers.Extremes(block);
        var row = block.Length / first.Length;
        lock (gate)
        {
            extremes = (Math.Min(extremes.Min, min), Math.Max(extremes.Max, max));
            for (var i = 0; i < first.Length; i++)
            {
                Take(block.Slice(i * row, row), first[i], step);
            }
        }
    }

    /// <summary>Takes every <paramref name="step"/>th element.</summary>
    private protected abstract void Take(ReadOnlySpan<byte> elements, long first, long step);

    private protected abstract ValueSummary Percentiles();

    private protected abstract void SaveValues(BinaryWriter writer);

    private protected abstract void AddValues(BinaryReader reader);
}
