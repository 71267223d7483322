using System.CommandLine;
using System.CommandLine.Parsing;

namespace OmeZarr.Cli.Commands;

/// <summary>The errors of a command line, in one sentence that names the help.</summary>
internal static class ParseErrors
{
    /// <exception cref="UsageException">The command line is wrong.</exception>
    internal static void ThrowIfAny(ParseResult parsed)
    {
        if (Describe(parsed) is { } complaint)
        {
            var command = parsed.CommandResult.Command;
            throw new UsageException($"{complaint} (see omezarr {(command is RootCommand ? string.Empty : command.Name + " ")}--help)");
        }
    }

    private static string? Describe(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
        {
            return UnknownOption(parsed);
        }

        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            return parsed.UnmatchedTokens.Count == 0 ? "a command is missing" : Unknown(parsed.UnmatchedTokens[0], parsed);
        }

        return UnknownOption(parsed)
            ?? parsed.UnmatchedTokens.Select(token => Unknown(token, parsed)).FirstOrDefault()
            ?? parsed.Errors.Select(error => error.SymbolResult).OfType<OptionResult>().Select(WrongOption).FirstOrDefault()
            ?? $"{command.Name} needs {HelpText.ArgumentsOf(command)}";
    }

    private static string WrongOption(OptionResult result) => result.Tokens.Count switch
    {
        0 => $"{result.Option.Name} needs a value",
        1 => $"{result.Option.Name} does not take the value {Quote.IfNeeded(result.Tokens[0].Value)}",
        _ => $"{result.Option.Name} is given more than once",
    };

    /// <summary>The parser takes a mistyped option for a path, which would become the name of the output.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var literal = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens);
        return literal ? null : arguments.Where(token => IsOption(token.Value)).Select(token => Unknown(token.Value, parsed)).FirstOrDefault();
    }

    private static bool IsOption(string text) => text.Length > 1 && text[0] == '-';

    private static string Unknown(string text, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is not RootCommand && !IsOption(text))
        {
            return $"{command.Name} takes one path only; there is also {text}";
        }

        var kind = IsOption(text) ? "option" : "command";
        var known = IsOption(text) ? HelpText.OptionsOf(command).Select(option => option.Name) : command.Subcommands.Select(one => one.Name);
        return $"unknown {kind} {text}{Suggestion.For(text, known)}";
    }
}
