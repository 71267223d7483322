using System.Runtime.CompilerServices;

namespace OmeZarr.Rendering.Planes;

/// <summary>Which columns of a result some columns of a plane belong to, and with which shares.</summary>
internal sealed class ColumnShares
{
    private readonly (int Target, double Share, double Remainder)[] shares;

    /// <param name="start">The first column of the plane.</param>
    /// <param name="count">The number of columns, at least 1.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="planeWidth">Columns of the plane.</param>
    internal ColumnShares(long start, int count, long width, long planeWidth)
    {
        shares = new (int, double, double)[count];
        First = Shares.Of(start, width, planeWidth).Target;
        for (var i = 0; i < count; i++)
        {
            var (target, share, remainder) = Shares.Of(start + i, width, planeWidth);
            shares[i] = ((int)(target - First), share, remainder);
        }

        Count = shares[^1].Target + (shares[^1].Remainder > 0 ? 2 : 1);
    }

    /// <summary>The first column of the result.</summary>
    internal long First { get; }

    /// <summary>The number of columns of the result.</summary>
    internal int Count { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(ReadOnlySpan<double> values, Span<double> sums, Span<double> weights)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            var value = values[i];
            if (!double.IsFinite(value))
            {
                continue;
            }

            var (target, share, remainder) = shares[i];
            sums[target] += value * share;
            weights[target] += share;
            if (remainder > 0)
            {
                sums[target + 1] += value * remainder;
                weights[target + 1] += remainder;
            }
        }
    }
}
