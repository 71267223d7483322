using OmeZarr.Viewer.Messages;

namespace OmeZarr.Viewer;

/// <summary>Options of a <see cref="ViewerServer"/>.</summary>
public sealed record ViewerOptions
{
    /// <summary>The port on 127.0.0.1; 0 for a free one, which is the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to 65,535.</exception>
    public int Port
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
            field = value;
        }
    }

    /// <summary>Whether there is a page, with what it asks for. Otherwise only raw values are served. True by default.</summary>
    public bool ServesPage { get; init; } = true;

    /// <summary>Origins of web pages that may read raw values, for example <c>https://neuroglancer-demo.appspot.com</c>: scheme, host, and port if it is unusual. None by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The most bytes of decoded blocks and of reduced planes that are kept, each. The default is 256 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public long CacheBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 256 << 20;

    /// <summary>The version that the page shows of the program; null for that of this library.</summary>
    public string? ProgramVersion { get; init; }
}
