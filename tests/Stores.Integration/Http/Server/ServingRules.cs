using Microsoft.AspNetCore.Http;

namespace Stores.Integration.Http.Server;

/// <summary>How a server answers a range that counts from the end.</summary>
public enum SuffixAnswer
{
    /// <summary>As the specification says.</summary>
    Right,

    /// <summary>200 and the whole value.</summary>
    Whole,

    /// <summary>The first bytes, as if the range were <c>0-n</c>.</summary>
    Start,

    /// <summary>416.</summary>
    Unsatisfiable,

    /// <summary>400.</summary>
    BadRequest,
}

/// <summary>What a server can do, and how it answers.</summary>
public sealed record ServingRules
{
    /// <summary>Whether it understands ranges. Otherwise it answers 200 with the whole value.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>How it answers a range that counts from the end.</summary>
    public SuffixAnswer Suffixes { get; init; }

    /// <summary>Whether it allows <c>HEAD</c>; otherwise it answers 405.</summary>
    public bool Head { get; init; } = true;

    /// <summary>What precedes its entity tags: <c>W/</c> makes them weak. Null for no tags.</summary>
    public string? TagPrefix { get; init; } = string.Empty;

    /// <summary>Whether it tells when a value was changed last.</summary>
    public bool LastModified { get; init; }

    /// <summary>Its status for what is missing.</summary>
    public int Missing { get; init; } = StatusCodes.Status404NotFound;

    /// <summary>Whether it tells lengths by <c>Content-Length</c>; otherwise bodies are chunked.</summary>
    public bool Lengths { get; init; } = true;

    /// <summary>Whether a 416 tells the length of the value.</summary>
    public bool LengthOfUnsatisfiable { get; init; } = true;

    /// <summary>Whether it sends everything compressed, whatever is accepted.</summary>
    public bool Compresses { get; init; }

    /// <summary>How many times it redirects before it answers.</summary>
    public int Redirects { get; init; }

    /// <summary>The wait before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Called before each answer; if it returns true, it has answered. The number of the request counts from 0.</summary>
    public Func<HttpContext, int, Task<bool>>? Fault { get; init; }
}
