using Amazon.Runtime;

namespace Zarr.S3;

/// <summary>How an <see cref="S3Store"/> reaches its bucket.</summary>
public sealed record S3Options
{
    /// <summary>The fewest bytes that a part of an upload may have, unless it is the last: 5 MiB, as the protocol says.</summary>
    public const int LeastPartSize = 5 << 20;

    private readonly int partSize = 8 << 20;
    private readonly int partsInFlight = 2;
    private readonly int maxConcurrency = 32;
    private readonly int rangeGap = 512 << 10;
    private readonly int retries = 6;
    private readonly TimeSpan timeLimit = TimeSpan.FromSeconds(100);

    /// <summary>Address of a server that is not Amazon's, for example <c>http://localhost:9000</c>. Null: the environment variable <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c>, else Amazon.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region, for example <c>eu-central-1</c>. Null: as configured for the AWS SDK, else <c>us-east-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket is in the path of URLs and not in the name of the host. Null: yes if there is an endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Whether requests are sent without credentials.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Name of a profile in the configuration files of the AWS SDK.</summary>
    public string? Profile { get; init; }

    /// <summary>The credentials. Null: as the AWS SDK finds them (environment, profile, role of the machine).</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>The most requests at the same time, over all stores that share a service. The others wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int MaxConcurrency { get => maxConcurrency; init => maxConcurrency = AtLeast(1, value, nameof(MaxConcurrency)); }

    /// <summary>The most unwanted bytes between two wanted ranges of a value that one request still covers; 512 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int RangeGap { get => rangeGap; init => rangeGap = AtLeast(0, value, nameof(RangeGap)); }

    /// <summary>How often a request is sent again after it has failed for a reason that may pass: errors of the server, too many requests, broken connections, time limits. The pauses grow from 0.1 s to 10 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int Retries { get => retries; init => retries = AtLeast(0, value, nameof(Retries)); }

    /// <summary>The time after which a request counts as failed, its data included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public TimeSpan TimeLimit
    {
        get => timeLimit;
        init => timeLimit = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(TimeLimit), value, "a time limit must be positive");
    }

    /// <summary>Bytes of each part of an upload. A value that is written piece by piece and is longer than one part is uploaded in parts; it has 10000 parts at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than <see cref="LeastPartSize"/>.</exception>
    public int PartSize { get => partSize; init => partSize = AtLeast(LeastPartSize, value, nameof(PartSize)); }

    /// <summary>The most parts of one value that are sent at the same time. A value that is being written holds one part more in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int PartsInFlight { get => partsInFlight; init => partsInFlight = AtLeast(1, value, nameof(PartsInFlight)); }

    /// <summary>Whether the caller asserts that no other process writes to the same hierarchy meanwhile. Then conditions are checked by the store before each write, and not by the server. For servers that ignore the conditions of writes, which a store
    /// otherwise refuses by <see cref="S3Problem.ConditionsIgnored"/>.</summary>
    public bool SingleWriter { get; init; }

    /// <summary>Whether the answer 403 to a read means that the key is absent. Servers give this answer for absent keys to callers who may not list the bucket. Null: yes if requests are anonymous.</summary>
    public bool? ForbiddenMeansAbsent { get; init; }

    private static int AtLeast(int least, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
