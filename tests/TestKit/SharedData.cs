using Xunit;

namespace TestKit;

/// <summary>Finds the conformance data that lies beside the repository and is not part of it.</summary>
public static class SharedData
{
    /// <summary>Full path of a file or folder of the shared data; skips the test, loudly, if it is not there.</summary>
    public static string PathOrSkip(string relativePath)
    {
        var root = RepositoryRoot();
        var path = root is null ? relativePath : Path.GetFullPath(Path.Combine(root, "..", "shared", relativePath));
        if (!Path.Exists(path))
            Assert.Skip($"CONFORMANCE DATA MISSING: {path} does not exist, so nothing was tested here");

        return path;
    }

    private static string? RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OmeZarr.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
