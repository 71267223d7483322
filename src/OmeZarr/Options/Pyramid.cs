namespace OmeZarr;

/// <summary>The smaller levels that writers compute of an image whose full resolution is given: how many, with which factors, and how (<see cref="WriteOptions.Pyramid"/>).</summary>
/// <remarks>
/// Immutable. Level <c>k</c> is computed from the stored level <c>k - 1</c>. A length that is not a multiple of its factor is rounded up: the last pixel covers those that exist. The labels of an image
/// have its levels and factors.
/// </remarks>
public sealed record Pyramid
{
    /// <summary>The most levels of an image; also of very long images fewer are ever useful.</summary>
    public const int MaxLevels = 64;

    private Pyramid(ValueList<PyramidStep> steps, PyramidRule rule) => (Steps, Rule) = (steps, rule);

    /// <summary>No level is computed: all levels of an image are given.</summary>
    public static Pyramid None { get; } = new([], PyramidRule.Steps);

    /// <summary>
    /// Halves each of y and x that is longer than 256 pixels, until both are at most 256. Never z, t and c. An image that is small already gets no further level. y and x are the last two axes of space.
    /// </summary>
    public static Pyramid Auto { get; } = new([], PyramidRule.Auto);

    /// <summary>
    /// As <see cref="Auto"/>; each step also halves z, the axis of space before y, while the spacing of its planes is no coarser than that of x. The spacings are those of the metadata; z stays as it is if
    /// its unit or that of x is missing, or they differ.
    /// </summary>
    public static Pyramid Isotropic { get; } = new([], PyramidRule.Isotropic);

    /// <summary>How the levels are computed; null for <see cref="Downsampling.Mean"/>, and <see cref="Downsampling.Mode"/> for images of bool.</summary>
    /// <remarks>Labels are computed with <see cref="Downsampling.Mode"/> instead of <see cref="Downsampling.Mean"/> and <see cref="Downsampling.Median"/>, because numbers between two labels are other labels.</remarks>
    public Downsampling? Method { get; private init; }

    /// <summary>The steps from level to level, finest first, if they are given.</summary>
    internal ValueList<PyramidStep> Steps { get; }

    internal PyramidRule Rule { get; }

    /// <summary>Whether no level is computed.</summary>
    internal bool IsNone => Rule == PyramidRule.Steps && Steps.Count == 0;

    /// <summary>The same for label images.</summary>
    internal Pyramid ForLabels => this with { Method = Method is null or Downsampling.Mean or Downsampling.Median ? Downsampling.Mode : Method };

    /// <summary>A number of levels with the same factors at each step. A level that would be no smaller than the level before it, and all after it, are left out.</summary>
    /// <param name="levels">Number of levels with that of full resolution, 1 to <see cref="MaxLevels"/>.</param>
    /// <param name="factors">For each axis by name how many pixels of a level become one of the next, at least 1; axes that are not named keep their lengths. Without any, y and x (the last two axes of space) are halved.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of levels or a factor is out of range.</exception>
    /// <exception cref="ArgumentException">An axis is named twice, or all factors are 1.</exception>
    public static Pyramid Of(int levels, params ReadOnlySpan<(string Axis, int Factor)> factors) => None.With(levels - 1, factors, nameof(levels));

    /// <summary>The same with further levels that have factors of their own.</summary>
    /// <param name="levels">Number of further levels, at least 0.</param>
    /// <param name="factors">As those of <see cref="Of"/>.</param>
    /// <exception cref="InvalidOperationException">This is <see cref="Auto"/> or <see cref="Isotropic"/>, which find the number of levels themselves.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There would be more than <see cref="MaxLevels"/> levels, or a factor is less than 1.</exception>
    /// <exception cref="ArgumentException">An axis is named twice, or all factors are 1.</exception>
    public Pyramid Then(int levels, params ReadOnlySpan<(string Axis, int Factor)> factors) => Rule == PyramidRule.Steps
        ? With(levels, factors, nameof(levels))
        : throw new InvalidOperationException($"{Rule} finds the number of levels itself; begin with {nameof(Pyramid)}.{nameof(Of)}");

    /// <summary>The same levels, computed in another way.</summary>
    /// <param name="method">How levels are computed (<see cref="Method"/>); null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such method.</exception>
    public Pyramid WithMethod(Downsampling? method) => method is { } m && !Enum.IsDefined(m)
        ? throw new ArgumentOutOfRangeException(nameof(method), method, "there is no such method of downsampling")
        : this with { Method = method };

    private Pyramid With(int further, ReadOnlySpan<(string Axis, int Factor)> factors, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(further, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(further, MaxLevels - 1 - Steps.Count, parameter);
        var step = new PyramidStep([.. factors.ToArray().Select(factor => new AxisFactor(factor.Axis, factor.Factor))]);
        foreach (var (axis, factor) in step.Factors)
        {
            ArgumentException.ThrowIfNullOrEmpty(axis, nameof(factors));
            ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1, nameof(factors));
        }

        if (step.Factors.Select(factor => factor.Axis).Distinct(StringComparer.Ordinal).Count() < step.Factors.Count)
        {
            throw new ArgumentException("an axis has two factors", nameof(factors));
        }

        return step.Factors.Count > 0 && step.Factors.All(factor => factor.Factor == 1)
            ? throw new ArgumentException("all factors are 1; a level is smaller than the level before it along one axis at least", nameof(factors))
            : new Pyramid([.. Steps, .. Enumerable.Repeat(step, further)], PyramidRule.Steps) { Method = Method };
    }
}

/// <summary>What decides about the steps of a pyramid.</summary>
internal enum PyramidRule
{
    Steps,
    Auto,
    Isotropic,
}

/// <summary>A step from a level to the next.</summary>
/// <param name="Factors">The factors that are given; none for halves of y and x.</param>
internal sealed record PyramidStep(ValueList<AxisFactor> Factors);

/// <summary>How many pixels along an axis become one.</summary>
internal sealed record AxisFactor(string Axis, int Factor);
