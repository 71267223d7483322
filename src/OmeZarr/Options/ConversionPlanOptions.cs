namespace OmeZarr;

/// <summary>How a conversion is divided into tasks and parts.</summary>
public sealed record ConversionPlanOptions
{
    private const long GiB = 1L << 30;

    /// <summary>The number of tasks of the first wave, where there is so much to divide; null to follow <see cref="TaskBytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? Tasks { get; init => field = value is null ? null : AtLeastOne(value.Value); }

    /// <summary>About how many bytes of pixels one task reads; 8 GiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long TaskBytes { get; init => field = AtLeastOne(value); } = 8 * GiB;

    /// <summary>The most tasks of a wave, because schedulers limit arrays of jobs; 1,000 by default. With more work, each task gets more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxTasks { get; init => field = AtLeastOne(value); } = 1000;

    /// <summary>About how many bytes of pixels a part has; 1 GiB by default. A task that is interrupted loses the part at which it works.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long PartBytes { get; init => field = AtLeastOne(value); } = GiB;

    /// <summary>A text that identifies what is converted, such as a checksum of input files and options. Plans of different texts do not share parts. Empty by default.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string Identity
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = string.Empty;

    private static T AtLeastOne<T>(T value)
        where T : System.Numerics.INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, T.One);
        return value;
    }
}
