using System.Globalization;

namespace SimulatedCamera;

/// <summary>What the camera is, and what it acquires.</summary>
internal sealed record CameraOptions
{
    internal const string Usage = """
        usage: camera --out PATH [--seconds 10] [--rate 100] [--side 2048] [--wells 6] [--channels 2] [--z 5]
                      [--memory MIB] [--backpressure wait|fail|drop] [--overwrite]
        """;

    /// <summary>Where the plate goes: a folder, an address, or an archive *.ozx.</summary>
    internal required string Out { get; init; }

    internal double Seconds { get; init; } = 10;

    /// <summary>Frames per second.</summary>
    internal double Rate { get; init; } = 100;

    /// <summary>Rows and columns of a frame.</summary>
    internal int Side { get; init; } = 2048;

    internal int Wells { get; init; } = 6;

    internal int Channels { get; init; } = 2;

    internal int Z { get; init; } = 5;

    /// <summary>The limit of the memory for frames.</summary>
    internal long MemoryMiB { get; init; } = 1024;

    internal string Backpressure { get; init; } = "drop";

    internal bool Overwrite { get; init; }

    /// <summary>Reads arguments.</summary>
    /// <returns>Null if they make no sense.</returns>
    internal static CameraOptions? TryParse(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--overwrite")
            {
                values[args[i]] = "true";
            }
            else if (i + 1 < args.Length)
            {
                values[args[i]] = args[++i];
            }
            else
            {
                return null;
            }
        }

        var options = values.TryGetValue("--out", out var place) ? new CameraOptions { Out = place } : null;
        foreach (var (name, value) in values.Where(value => value.Key != "--out"))
        {
            options = options is null ? null : With(options, name, value);
        }

        return options;
    }

    private static CameraOptions? With(CameraOptions options, string name, string value) => (name, NumberOf(value)) switch
    {
        ("--seconds", > 0 and var seconds) => options with { Seconds = seconds },
        ("--rate", > 0 and var rate) => options with { Rate = rate },
        ("--side", >= 1 and <= 16384 and var side) => options with { Side = (int)side },
        ("--wells", >= 1 and <= 96 and var wells) => options with { Wells = (int)wells },
        ("--channels", >= 1 and <= 16 and var channels) => options with { Channels = (int)channels },
        ("--z", >= 1 and <= 1000 and var planes) => options with { Z = (int)planes },
        ("--memory", >= 1 and <= 1_000_000 and var memory) => options with { MemoryMiB = (long)memory },
        ("--backpressure", _) when value is "wait" or "fail" or "drop" => options with { Backpressure = value },
        ("--overwrite", _) => options with { Overwrite = true },
        _ => null,
    };

    private static double NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
