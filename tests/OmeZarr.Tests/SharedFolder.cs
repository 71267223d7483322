using Xunit;

namespace OmeZarr.Tests;

/// <summary>Finds the data that lies beside the repository. Tests that need it are skipped, aloud, where it is missing.</summary>
internal static class SharedFolder
{
    public static string PathOrSkip(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OmeZarr.slnx")))
        {
            folder = folder.Parent;
        }

        var path = Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", relative));
        Assert.SkipUnless(Path.Exists(path), $"{relative} is not in the folder \"shared\" beside the repository");
        return path;
    }
}
