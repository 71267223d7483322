using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Fixing;

/// <summary>A plate without any finding: A/1 with two fields and labels, A/2, B/2. It is written once; each test changes a copy.</summary>
public sealed class GoodPlate : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["p.zarr"];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        OmeroWindow[] windows = [Images.Window, Images.Window];
        var metadata = Images.Valid with { Omero = Omero.FromChannels(["a", "b"], windows) };
        await using (var plate = new PlateBuilder(Root, new PlateOptions { Name = "p" }, SmallImage.Chunked))
        {
            await plate.WriteAsync(SmallPlate.Well("A/1", new Field("0", metadata, SmallImage.Sources()), SmallPlate.Field("1")));
            await plate.WriteAsync(SmallPlate.Well("A/2", SmallPlate.Field("0", 3), SmallPlate.Field("1")));
            await plate.WriteAsync(SmallPlate.Well("B/2", SmallPlate.Field("0"), SmallPlate.Field("1")));
        }

        await SmallLabels.WriteAsync(folder["p.zarr/A/1/0/labels"], "nuclei");
        Assert.Empty((await OmeStoreValidator.ValidateAsync(Root)).Findings);
    }

    /// <summary>Copies the plate.</summary>
    public async Task CopyToAsync(string root)
    {
        foreach (var file in folder.Files())
        {
            var copy = Path.Join(root, file["p.zarr".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(folder[file]));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
