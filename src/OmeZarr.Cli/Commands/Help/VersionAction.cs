using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace OmeZarr.Cli.Commands;

/// <summary><c>--version</c>: name and version, without the commit at the end of the informational version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"omezarr {version?.Split('+')[0]}");
        return ExitCode.Success;
    }
}
