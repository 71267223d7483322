using Xunit;

namespace TestKit;

/// <summary>Conformance data too large for the repository: a folder <c>shared</c> beside it. Tests that need it are skipped where it is missing.</summary>
public static class SharedData
{
    private const string Solution = "OmeZarr.slnx";

    /// <summary>The folder with the solution file, found upwards from the test assembly.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The absolute path of something in the shared folder; skips the calling test if it is not there.</summary>
    public static string PathOrSkip(string relative)
    {
        var path = Path.GetFullPath(Path.Join(RepositoryRoot, "..", "shared", relative));
        Assert.SkipUnless(Path.Exists(path), $"{path} not found: tests on shared conformance data skipped");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }
}
