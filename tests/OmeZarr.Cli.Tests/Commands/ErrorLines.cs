using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Commands that must fail with one line and change nothing.</summary>
internal static class ErrorLines
{
    /// <summary>Runs <c>convert</c> in a folder; of the arguments, those before the first option are paths in it. In the line, ~ is the folder.</summary>
    internal static async Task RequireAsync(TemporaryFolder folder, string line, params string[] args)
    {
        var before = Snapshot(folder);
        var paths = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        var options = args.Skip(paths.Count).Select(arg => arg.Replace("~", folder.Path, StringComparison.Ordinal));
        var run = await Run.Of(["convert", .. paths.Select(path => folder[path]), .. options]);
        var expected = line.Replace("~", folder.Path, StringComparison.Ordinal);
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {expected}\n"), run);
        Assert.Equal(before, Snapshot(folder));
    }

    /// <summary>Folders, and files with their bytes.</summary>
    internal static string[] Snapshot(TemporaryFolder folder) =>
    [
        .. Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        .. folder.Files().Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder[file])))}"),
    ];
}
