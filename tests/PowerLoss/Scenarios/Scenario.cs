using OmeZarr;

namespace PowerLoss.Scenarios;

/// <summary>Something that is written while the power is cut, and what must be found afterwards.</summary>
internal abstract class Scenario(bool isFlushed)
{
    /// <summary>All of them.</summary>
    internal static IEnumerable<string> Names => All.Keys;

    private static Dictionary<string, Func<bool, Scenario>> All => new()
    {
        ["fresh"] = isFlushed => new Fresh(isFlushed),
        ["overwrite"] = isFlushed => new Overwrite(isFlushed),
        ["plate"] = isFlushed => new Plates(isFlushed),
        ["labels"] = isFlushed => new Labels(isFlushed),
        ["prepared"] = isFlushed => new Prepared(isFlushed),
        ["append"] = isFlushed => new Append(isFlushed),
        ["tool"] = isFlushed => new Tool(isFlushed),
        ["acquire"] = isFlushed => new Acquire(isFlushed),
    };

    /// <summary>Whether what was acknowledged must be on the disk.</summary>
    protected bool IsFlushed => isFlushed;

    /// <summary>How everything is written, but for the chunks.</summary>
    protected WriteOptions Options => new() { Overwrite = true, Compression = Compression.BloscLz4, Durability = isFlushed ? Durability.Flushed : Durability.Default };

    /// <summary>Options with which a builder goes on with what is there.</summary>
    protected static WriteOptions Appending(WriteOptions options) => options with { Existing = ExistingHierarchy.Append };

    /// <summary>The scenario of that name, with <c>default</c> or <c>flushed</c> durability.</summary>
    internal static Scenario Named(string name, string durability) => All[name](durability == "flushed");

    /// <summary>Makes what is there before the writing begins.</summary>
    internal abstract Task SetUpAsync(string disk);

    /// <summary>Writes, and acknowledges what is written.</summary>
    internal abstract Task WriteAsync(string disk);

    /// <summary>Looks at what the cut has left.</summary>
    internal abstract Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict);

    /// <summary>Looks at an image that was there before the writing, and must be there whole in whatever generation.</summary>
    protected async Task<Sight> RequireKeptAsync(string folder, string name, Acknowledged acknowledged, Verdict verdict, int levels = int.MaxValue)
    {
        var sight = await TestImage.LookAsync(folder, name, levels);
        verdict.Saw(sight.State, sight.What);
        verdict.Require(sight.IsWhole, sight.What);
        verdict.Require(!sight.IsWhole || !IsFlushed || sight.Generation >= acknowledged[name], $"{sight.What}, although {acknowledged[name]} was acknowledged");
        return sight;
    }

    /// <summary>Looks at an image that was not there before, and must be there only if it was acknowledged and everything is flushed.</summary>
    protected async Task<Sight> LookAtNewAsync(string folder, string name, Acknowledged acknowledged, Verdict verdict, int levels = int.MaxValue)
    {
        var sight = await TestImage.LookAsync(folder, name, levels);
        if (sight.State != State.Missing || acknowledged[name] > 0)
        {
            verdict.Saw(sight.State, sight.What);
        }

        verdict.Require(!IsFlushed || acknowledged[name] == 0 || (sight.IsWhole && sight.Generation >= acknowledged[name]), $"{sight.What}, although {acknowledged[name]} was acknowledged");
        return sight;
    }
}
