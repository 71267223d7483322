using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Casting;
using Zarr.Codecs.Elements;
using Zarr.Metadata;
using Zarr.Tests.Codecs.Elements;

namespace Zarr.Tests.Codecs.Casting;

/// <summary>Every pair of data types, rounding and rule, with numbers near the edges of both types, compared with exact fractions.</summary>
public sealed class CastValuePropertyTests
{
    private static readonly string[] Roundings = ["nearest-even", "towards-zero", "towards-positive", "towards-negative", "nearest-away"];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            var numbers = DataType.All.Where(type => type.IsNumber()).ToList();
            numbers.ForEach(from => numbers.ForEach(to => pairs.Add(from.Name, to.Name)));
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_number_becomes_what_exact_fractions_say(string fromName, string toName)
    {
        var (from, to) = (DataType.FromName(fromName)!, DataType.FromName(toName)!);
        var elements = Elements(from, to);
        foreach (var rounding in Roundings)
        {
            foreach (var outOfRange in new[] { null, "clamp", to.IsInteger ? "wrap" : null }.Distinct())
            {
                var rule = outOfRange is null ? string.Empty : $",\"out_of_range\":\"{outOfRange}\"";
                var bound = Chunk.Bind(Chunk.Codec(CastValueCodec.CodecName, $$"""{"data_type":"{{toName}}","rounding":"{{rounding}}"{{rule}}}"""), from, 1);
                Assert.All(elements, element => Assert.Equal(Expected(element, from, to, rounding, outOfRange), Found(bound, element, from, to)));
            }
        }
    }

    private static string Found(IBoundCodec bound, byte[] element, DataType from, DataType to)
    {
        var stored = new byte[to.Size];
        try
        {
            bound.Encode(element, stored);
        }
        catch (ArgumentException)
        {
            return $"{FillValue.FromElement(element, from)}: refused";
        }

        return $"{FillValue.FromElement(element, from)}: {FillValue.FromElement(stored, to)}";
    }

    private static string Expected(byte[] element, DataType from, DataType to, string rounding, string? outOfRange)
    {
        var fill = FillValue.FromElement(element, from);
        var isSpecial = from.Kind == DataTypeKind.Float && !double.IsFinite(Value(element));
        if (isSpecial || (from.Kind == DataTypeKind.Float && to.Kind == DataTypeKind.Float && Value(element) == 0))
        {
            return $"{fill}: {(to.IsInteger ? "refused" : FillValue.FromElement(Stored(Value(element), to), to).ToString())}";
        }

        var exact = from.IsInteger ? NaiveCast.Exact(BigInteger.Parse(fill.ToString(), CultureInfo.InvariantCulture)) : NaiveCast.Exact(Value(element));
        if (to.IsInteger)
        {
            var (min, max) = Limits(to);
            return $"{fill}: {NaiveCast.ToInteger(exact, min, max, rounding, outOfRange)?.ToString(CultureInfo.InvariantCulture) ?? "refused"}";
        }

        var (digits, minExponent, largest) = to.Size switch { 2 => (11, -14, 65504), 4 => (24, -126, float.MaxValue), _ => (53, -1022, double.MaxValue) };
        var number = NaiveCast.ToFloat(exact, digits, minExponent, largest, rounding, outOfRange);
        var signed = number == 0 && exact < 0 ? -0.0 : number;
        return $"{fill}: {(signed is { } value ? FillValue.FromElement(Stored(value, to), to).ToString() : "refused")}";
    }

    /// <summary>Numbers of the first type that lie near the limits of either, near powers of two, and between the numbers of the other type.</summary>
    private static List<byte[]> Elements(DataType from, DataType to)
    {
        var random = new Random(20260726);
        var interesting = new List<double> { 0, 0.25, 0.5, 0.75, 1.5, 2.5, 65504, 65519, 65520, 65535.9, 3.4e38, 3.5e38, 1e300, 6e-8, 2e-8, 3e-8, 1e-45, 5e-46, 5e-324 };
        for (var bit = 0; bit <= 65; bit += bit < 12 ? 1 : 5)
        {
            var power = Math.ScaleB(1, bit);
            interesting.AddRange([power - 1, power, power + 1, power + 0.5, Math.BitIncrement(power), Math.BitDecrement(power), power * (1 + random.NextDouble())]);
        }

        IEnumerable<double> special = from.Kind == DataTypeKind.Float ? [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0] : [];
        var all = interesting.SelectMany(value => new[] { value, -value }).Concat(special);
        var cast = NumberCasts.Between(DataType.Float64, from);
        return [.. all.Where(value => from.Kind == DataTypeKind.Float || IsWithin(value, from)).Select(value => Cast(cast, value, from)), .. Edges(from), .. Edges(to).Where(_ => from == to)];
    }

    private static bool IsWithin(double value, DataType type) => value >= (double)Limits(type).Min && value <= (double)Limits(type).Max;

    private static List<byte[]> Edges(DataType type)
    {
        if (!type.IsInteger)
        {
            return [];
        }

        var (min, max) = Limits(type);
        return [.. new[] { min, min + 1, max - 1, max, max / 3 }.Select(value => value.ToByteArray().Concat(Enumerable.Repeat((byte)(value < 0 ? 255 : 0), 8)).Take(type.Size).ToArray())];
    }

    private static byte[] Cast(NumberCast cast, double value, DataType to)
    {
        var element = new byte[to.Size];
        cast(MemoryMarshal.AsBytes([value]), element);
        return element;
    }

    private static (BigInteger Min, BigInteger Max) Limits(DataType type) => type.Kind == DataTypeKind.SignedInteger
        ? (-(BigInteger.One << ((8 * type.Size) - 1)), (BigInteger.One << ((8 * type.Size) - 1)) - 1)
        : (0, (BigInteger.One << (8 * type.Size)) - 1);

    private static double Value(byte[] element) => element.Length switch
    {
        2 => (double)BitConverter.ToHalf(element),
        4 => BitConverter.ToSingle(element),
        _ => BitConverter.ToDouble(element),
    };

    private static byte[] Stored(double value, DataType type) => type.Size switch
    {
        2 => BitConverter.GetBytes((Half)value),
        4 => BitConverter.GetBytes((float)value),
        _ => BitConverter.GetBytes(value),
    };
}
