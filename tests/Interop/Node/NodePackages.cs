using TestKit;

namespace Interop.Node;

/// <summary>
/// The packages that <c>js/package-lock.json</c> pins, installed by <c>npm ci</c> when a test first needs them and kept beside the scripts.
/// </summary>
internal static class NodePackages
{
    private static readonly string[] SignsOfNoNetwork = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT"];

    /// <summary>The folder with the scripts.</summary>
    internal static string Folder { get; } = Path.Join(SharedData.RepositoryRoot, "tests", "Interop", "js");

    private static string LockFile => Path.Join(Folder, "package-lock.json");

    /// <summary>A copy of the lock file that was installed; written last, so it stands for a complete installation.</summary>
    private static string InstalledFile => Path.Join(Folder, "node_modules", ".installed-lock.json");

    /// <summary>Installs what is not installed yet.</summary>
    /// <returns>Null, or why tests that need the packages cannot run on this machine.</returns>
    /// <exception cref="InvalidOperationException">The lock file cannot be installed although nothing is missing; or something is missing where it must not be, in continuous integration.</exception>
    internal static async Task<string?> InstallAsync()
    {
        if (await CommandLine.RunAsync("node", ["--version"], Folder) is null)
        {
            return "node was not found";
        }

        var obstacle = await InstallOnceAsync();
        return obstacle is not null && Environment.GetEnvironmentVariable("CI") == "true"
            ? throw new InvalidOperationException(obstacle)
            : obstacle;
    }

    private static async Task<string?> InstallOnceAsync()
    {
        using var held = await AcquireAsync(Path.Join(Folder, ".install.lock"));
        return IsInstalled() ? null : await RunNpmAsync();
    }

    private static bool IsInstalled() => File.Exists(InstalledFile) && File.ReadAllText(InstalledFile) == File.ReadAllText(LockFile);

    private static async Task<string?> RunNpmAsync()
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var result = await CommandLine.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"], Folder);
        switch (result)
        {
            case null:
                return "npm was not found";
            case { ExitCode: 0 }:
                File.Copy(LockFile, InstalledFile, overwrite: true);
                return null;
            default:
                return SignsOfNoNetwork.Any(result.Errors.Contains)
                    ? $"npm ci found no network: {result.Errors}"
                    : throw new InvalidOperationException($"npm ci failed: {result.Errors}");
        }
    }

    /// <summary>Waits until no other process installs.</summary>
    private static async Task<FileStream> AcquireAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
