using System.Text.Json;
using Interop.Node;
using Interop.Zarrita;
using Xunit;

[assembly: AssemblyFixture(typeof(ZarritaProcess))]

namespace Interop.Zarrita;

/// <summary>
/// Reads and writes with zarrita, the JavaScript implementation of Zarr, in a process of node. Tests that come here are skipped where node,
/// npm or the network to install zarrita are missing; in continuous integration with node they fail.
/// </summary>
public sealed class ZarritaProcess
{
    private readonly Lazy<Task<string?>> obstacle = new(NodePackages.InstallAsync);

    /// <summary>Installs zarrita if need be; skips the calling test where that cannot be done.</summary>
    public async Task RequireAsync()
    {
        var reason = await obstacle.Value;
        Assert.SkipWhen(reason is not null, $"tests with zarrita skipped: {reason}");
    }

    /// <summary>Reads nodes of the store in a folder, all in one process.</summary>
    /// <returns>One answer for each path, in order.</returns>
    public Task<IReadOnlyList<ZarritaNode>> ReadAsync(string root, IReadOnlyList<string> paths) =>
        RunAsync<ZarritaNode>("read.mjs", new { root, paths }, paths.Count);

    /// <summary>Writes arrays into the store in a folder, all in one process.</summary>
    /// <returns>One answer for each array, in order; null if it was written, else the error.</returns>
    public async Task<IReadOnlyList<string?>> WriteAsync(string root, IReadOnlyList<ZarritaArray> arrays)
    {
        var answers = await RunAsync<ZarritaNode>("write.mjs", new { root, arrays }, arrays.Count);
        return [.. answers.Select(answer => answer.Error)];
    }

    private async Task<IReadOnlyList<T>> RunAsync<T>(string script, object request, int count)
    {
        await RequireAsync();
        var input = JsonSerializer.Serialize(request, JsonSerializerOptions.Web);
        var result = await CommandLine.RunAsync("node", [script], NodePackages.Folder, input);
        Assert.NotNull(result);
        Assert.True(result.ExitCode == 0, $"{script} ended with {result.ExitCode}: {result.Errors}");
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count, lines.Length);
        return [.. lines.Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!)];
    }
}
