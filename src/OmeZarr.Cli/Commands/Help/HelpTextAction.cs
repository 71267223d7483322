using System.CommandLine;
using System.CommandLine.Invocation;

namespace OmeZarr.Cli.Commands;

/// <summary><c>--help</c>.</summary>
internal sealed class HelpTextAction : SynchronousCommandLineAction
{
    /// <summary>An incomplete command line prints its help, too.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(HelpText.Of(parseResult.CommandResult.Command));
        return ExitCode.Success;
    }
}
