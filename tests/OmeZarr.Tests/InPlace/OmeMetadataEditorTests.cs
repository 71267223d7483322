using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.InPlace;

/// <summary>Changes of metadata in stores: each runs on a copy of the folder in a store in memory, which comes back to it.</summary>
public sealed class StoredHierarchyEditorTests() : MetadataEditorContract(isFolder: false);

/// <summary>Changes of metadata in folders.</summary>
public sealed class OmeMetadataEditorTests() : MetadataEditorContract(isFolder: true)
{
    [Fact]
    public async Task A_failing_disk_leaves_each_document_whole()
    {
        await WriteAsync("cyx");
        var before = await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel);
        await Assert.ThrowsAsync<IOException>(() => OmeMetadataEditor.SetAsync(Store, new() { Name = "x" }, null, false, root => FaultyStore.AtWrite(new FileSystemStore(root), 1), Cancel));
        Assert.Equal(before, await File.ReadAllTextAsync(Folder["in.ome.zarr/zarr.json"], Cancel));
    }

    [Fact]
    public void Any_scale_is_met_whatever_scales_were_there() =>
        Gen.Select(Gen.Double[1e-6, 1e6].Array[2], Gen.Double[1e-6, 1e6].Array[2], Gen.Double[1e-3, 1e3].Array[2], Gen.Double[1e-6, 1e6]).Sample(
            (own, translation, common, wanted) =>
            {
                var multiscale = new Multiscale
                {
                    Axes = [new SpaceAxis("y"), new SpaceAxis("x")],
                    Datasets = [new("0", new ScaleTransformation([.. own]), new TranslationTransformation([.. translation])), new("1", new ScaleTransformation(own[0], own[1] * 3))],
                    CoordinateTransformations = [new ScaleTransformation([.. common])],
                };
                var before = new Image { Multiscales = [multiscale] };
                var json = (before.ToJson()["ome"] ?? before.ToJson())["multiscales"]![0]!.AsObject();
                Editing.AxisEdit.Apply(json, new() { Scale = Sizes(("x", wanted)) }, null);
                var document = new JsonObject { ["ome"] = new JsonObject { ["version"] = "0.5", ["multiscales"] = new JsonArray(json.DeepClone()) } };
                Assert.True(OmeDocument.Parse(document).TryGet<Image>(out var after));
                var (old, now) = (multiscale, after.Multiscales[0]);
                AssertNear([old.PixelSize(0)[0], wanted, wanted * 3], [now.PixelSize(0)[0], now.PixelSize(0)[1], now.PixelSize(1)[1]]);
                AssertNear([old.Origin(0)[0], old.Origin(0)[1] / old.PixelSize(0)[1] * wanted], [.. now.Origin(0)]);
            },
            iter: 500,
            seed: "0000KOIPNe08");
}
