using Xunit;

namespace Stores.Integration.Servers;

/// <summary>A server for tests of one kind of store. It is started when the first test asks for it, once for all tests, and stopped after the last one.</summary>
/// <remarks>Each kind of server derives a class and declares it as an assembly fixture: <c>[assembly: AssemblyFixture(typeof(CephServer))]</c>. Test classes take it as argument of their constructor
/// and ask for <see cref="EndpointAsync"/> in <see cref="IAsyncLifetime.InitializeAsync"/>.</remarks>
public abstract class ServerFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Uri>> started;

    protected ServerFixture() => started = new Lazy<Task<Uri>>(() => Task.Run(StartAsync));

    /// <summary>What is not installed, and the command that installs it; null if the server can be started.</summary>
    protected abstract string? Missing { get; }

    /// <summary>The address of the server. Skips the calling test, and says how to install the server, if there is none.</summary>
    public async Task<Uri> EndpointAsync()
    {
        if (Missing is { } missing)
        {
            Assert.Skip(missing);
        }

        return await started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await StopAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server and waits until it answers.</summary>
    protected abstract Task<Uri> StartAsync();

    /// <summary>Stops the server, and deletes what it has stored. Called also when the start has failed.</summary>
    protected abstract Task StopAsync();
}
