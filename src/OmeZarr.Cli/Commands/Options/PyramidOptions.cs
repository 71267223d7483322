using System.CommandLine;
using System.Globalization;

namespace OmeZarr.Cli.Commands;

/// <summary>The options that say which levels are computed, and how.</summary>
/// <param name="description">What <c>--pyramid</c> says in the help.</param>
internal sealed class PyramidOptions(string description)
{
    private const string Levels = "auto, isotropic, none, or a number of levels such as 5";

    private readonly Option<string> pyramid = new("--pyramid") { HelpName = "LEVELS", Description = description, DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> downsample = new("--downsample")
    {
        HelpName = "METHOD",
        Description = $"How pixels of smaller levels are computed: {string.Join(", ", Methods.Select(NameOf))}. Default: mean; labels are computed with mode instead of mean and median.",
    };

    private readonly Option<string?> factors = new("--factors") { HelpName = "FACTORS", Description = "How many pixels become one from level to level: z=2,y=2,x=2. With a number of levels. Default: y and x are halved." };

    internal IEnumerable<Option> All => [pyramid, downsample, factors];

    private static Downsampling[] Methods => Enum.GetValues<Downsampling>();

    /// <exception cref="UsageException">A value is invalid, or factors are given without a number of levels.</exception>
    internal Pyramid Read(ParseResult parsed)
    {
        var given = Factors(parsed.GetValue(factors));
        var text = parsed.GetRequiredValue(pyramid);
        var chosen = text switch
        {
            "auto" => Pyramid.Auto,
            "isotropic" => Pyramid.Isotropic,
            "none" => Pyramid.None,
            _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var levels) && levels is >= 1 and <= Pyramid.MaxLevels => Pyramid.Of(levels, given),
            _ => throw new UsageException($"--pyramid {Quote.IfNeeded(text)}: expected {Levels}, {Pyramid.MaxLevels} at most"),
        };
        return given.Length > 0 && text is ("auto" or "isotropic" or "none")
            ? throw new UsageException("--factors is for a number of levels; give it, too: --pyramid 5")
            : chosen.WithMethod(Method(parsed.GetValue(downsample)));
    }

    /// <summary>Whether the command line says which levels are wanted.</summary>
    internal bool IsGiven(ParseResult parsed) => parsed.GetResult(pyramid) is { Implicit: false };

    private static (string Axis, int Factor)[] Factors(string? text)
    {
        var parts = AxisValues.ParseFactors(text);
        return parts.Length > 0 && parts.All(part => part.Factor == 1)
            ? throw new UsageException($"--factors {Quote.IfNeeded(text!)}: one factor at least is 2 or more, or no level would be smaller")
            : parts;
    }

    private static Downsampling? Method(string? text) => text is null ? null
        : Methods.Where(method => NameOf(method) == text).Select(method => (Downsampling?)method).FirstOrDefault()
            ?? throw new UsageException($"--downsample {Quote.IfNeeded(text)}: there is {string.Join(", ", Methods.Select(NameOf))}{Suggestion.For(text, Methods.Select(NameOf))}");

    private static string NameOf(Downsampling method) => method.ToString().ToLowerInvariant();
}
