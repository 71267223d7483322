using System.CommandLine;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Commands;

/// <summary>Options of a conversion that were written down: in a plan, or in a row of a list.</summary>
internal static class PlannedOptions
{
    /// <summary>Parses them.</summary>
    /// <param name="arguments">The options.</param>
    /// <param name="paths">Inputs, and the output last.</param>
    /// <exception cref="UsageException">An option is unknown or has no such value.</exception>
    internal static ConvertRequest Parse(IEnumerable<string> arguments, params string[] paths)
    {
        var (options, connection) = (new ConvertOptions(), new ConnectionOptions());
        var command = new Command("convert");
        options.AddTo(command);
        var root = new RootCommand { command };
        connection.AddTo(root);
        var parsed = root.Parse(["convert", .. paths, .. arguments], new ParserConfiguration { ResponseFileTokenReplacer = null });
        ParseErrors.ThrowIfAny(parsed);
        return options.Read(parsed, connection.Read(parsed));
    }

    /// <summary>The request of a planned conversion, before its files are known.</summary>
    internal static ConvertRequest Parse(IEnumerable<string> arguments) => Parse(arguments, "input", "output");
}
