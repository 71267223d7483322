using Xunit;

namespace OmeZarr.Cli.Tests;

/// <summary>Judges what was written by the rules of OME-Zarr 0.5.</summary>
internal static class ValidDocuments
{
    /// <summary>Every document of OME-Zarr in a store is valid, and these kinds are among them.</summary>
    internal static async Task RequireAsync(string store, params OmeDocumentKind[] kinds)
    {
        var found = new HashSet<OmeDocumentKind>();
        foreach (var file in Directory.GetFiles(store, "zarr.json", SearchOption.AllDirectories))
        {
            if ((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Contains("\"ome\"", StringComparison.Ordinal))
            {
                var document = await OmeDocument.LoadAsync(Path.GetDirectoryName(file)!, cancellationToken: TestContext.Current.CancellationToken);
                Assert.DoesNotContain(document.Validate(), finding => finding.Severity == Severity.Error);
                found.Add(document.Kind);
            }
        }

        Assert.Equal(kinds.Order(), found.Order());
    }
}
