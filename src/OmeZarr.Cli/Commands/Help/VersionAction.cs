using System.CommandLine;
using System.CommandLine.Invocation;

namespace OmeZarr.Cli.Commands;

/// <summary><c>--version</c>: name and version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"omezarr {ProgramVersion.Text}");
        return ExitCode.Success;
    }
}
