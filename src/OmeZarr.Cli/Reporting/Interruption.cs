using System.Runtime.InteropServices;

namespace OmeZarr.Cli.Reporting;

/// <summary>Turns Ctrl-C, a closed terminal and a request to terminate into a cancellation, so that the program removes unfinished work. A second signal ends the process.</summary>
/// <remarks>System.CommandLine has a similar feature, but ignores a closed terminal and stops waiting for clean-up after a timeout.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    internal Interruption() =>
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Cancel))];

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
