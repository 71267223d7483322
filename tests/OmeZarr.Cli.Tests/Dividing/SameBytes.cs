using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary>Compares folders byte by byte.</summary>
internal static class SameBytes
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    internal static void Require(string expected, string actual)
    {
        Assert.Equal(Files(expected), Files(actual));
        Assert.All(Files(expected), file => Assert.True(File.ReadAllBytes(Path.Join(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Join(actual, file))), file));
    }

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", Everything).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
