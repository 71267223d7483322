using System.IO.Compression;
using System.Runtime.InteropServices;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>The packages of the tool can be installed, and what they install works. <c>build/pack</c> makes them; <c>.ci/run</c> names their folder in <c>OMEZARR_PACKAGES</c>.</summary>
public sealed class InstalledToolTests
{
    private static string Packages => Programs.PathOrSkip("OMEZARR_PACKAGES", "run build/pack and name its folder, as .ci/run does");

    [Fact]
    public async Task The_installed_command_converts_and_looks()
    {
        using var folder = new TemporaryFolder();
        await InstallAsync(Packages, folder);
        string[] command = [folder[OperatingSystem.IsWindows() ? "tools/omezarr.exe" : "tools/omezarr"]];
        Assert.Matches(@"^omezarr \d+\.\d+\.\d+\n$", (await Programs.RunAsync(command, folder.Path, "--version")).Out);
        var converted = await Programs.RunAsync(command, folder.Path, "convert", TestFiles.Cells, "cells.ome.zarr");
        Assert.Equal((0, string.Empty), (converted.ExitCode, converted.Error));
        var info = await Programs.RunAsync(command, folder.Path, "info", "cells.ome.zarr");
        Assert.StartsWith("cells.ome.zarr   OME-Zarr 0.5 image \"cells\"\n", info.Out, StringComparison.Ordinal);
        Assert.Equal((await Programs.RunAsync(Programs.Managed, folder.Path, "info", "cells.ome.zarr")).Out, info.Out);
    }

    [Fact]
    public async Task What_is_installed_on_a_platform_with_a_package_of_its_own_is_the_native_program()
    {
        var packages = Packages;
        Assert.SkipWhen(Directory.GetFiles(packages, $"OmeZarr.Cli.{RuntimeInformation.RuntimeIdentifier}.*.nupkg").Length == 0, "there is no package for this platform");
        using var folder = new TemporaryFolder();
        await InstallAsync(packages, folder);
        Assert.Contains(folder.Files(), file => file.EndsWith("/omezarr", StringComparison.Ordinal) && new FileInfo(folder[file]).Length > 5_000_000);
        Assert.DoesNotContain(folder.Files(), file => file.EndsWith(".dll", StringComparison.Ordinal));
    }

    /// <summary>What all platforms install that have no package of their own. Where none has, there is one package only.</summary>
    [Fact]
    public async Task The_package_for_any_platform_holds_the_managed_program()
    {
        var packages = Directory.GetFiles(Packages, "OmeZarr.Cli.*.nupkg");
        var package = packages.Length == 1 ? packages[0] : Assert.Single(packages, path => Path.GetFileName(path).StartsWith("OmeZarr.Cli.any.", StringComparison.Ordinal));
        using var folder = new TemporaryFolder();
        await ZipFile.ExtractToDirectoryAsync(package, folder.Path, TestContext.Current.CancellationToken);
        var program = Assert.Single(folder.Files(), file => file.EndsWith("/OmeZarr.Cli.dll", StringComparison.Ordinal));
        Assert.Matches(@"^omezarr \d+\.\d+\.\d+\n$", (await Programs.RunAsync(["dotnet", "exec", folder[program]], folder.Path, "--version")).Out);
    }

    private static async Task InstallAsync(string packages, TemporaryFolder folder)
    {
        // A package is cached by its version, which does not change while we work on it: so a cache of its own, and no other source.
        await File.WriteAllTextAsync(
            folder["nuget.config"],
            $"""<configuration><config><add key="globalPackagesFolder" value="cache" /></config><packageSources><clear /><add key="built" value="{packages}" /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);
        var installed = await Programs.RunAsync(["dotnet"], folder.Path, "tool", "install", "OmeZarr.Cli", "--tool-path", "tools", "--configfile", "nuget.config");
        Assert.True(installed.ExitCode == 0, installed.Out + installed.Error);
    }
}
