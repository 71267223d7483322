using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

public sealed class ScratchTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Scratch()
    {
        foreach (var name in GoodStore.Kinds.SelectMany(kind => new[] { $"{kind} 0.5", $"{kind} 0.4" }))
        {
            var report = await OmeStoreValidator.ValidateAsync(await GoodStore.Create(name).ToStoreAsync(), StorePrefix.Root);
            Show(name, report);
        }

        foreach (var root in new[] { "cases/stores", "zarr-v3-samples/neuroglancer", "zarr-v3-samples/zarr-java/ome", "zarr-v3-samples/zarrs", "zarr-v3-samples/zarrita-js/v3", "zarr-v3-samples/zarrita-js/v2" })
        {
            foreach (var folder in Directory.EnumerateDirectories(SharedData.PathOrSkip(root)).Order())
            {
                try
                {
                    Show(folder, await OmeStoreValidator.ValidateAsync(folder));
                }
                catch (Exception e)
                {
                    output.WriteLine($"=== {folder}: {e.GetType().Name} {e.Message}");
                }
            }
        }
    }

    private void Show(string name, ValidationReport report)
    {
        output.WriteLine($"=== {name}: {report.Version} {report.Kind} {report.ErrorCount}/{report.WarningCount}/{report.AdviceCount} nodes {report.NodesChecked} arrays {report.ArraysChecked}");
        foreach (var finding in report.Findings)
        {
            output.WriteLine("   " + finding);
        }
    }
}
