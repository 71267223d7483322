using System.Runtime.InteropServices;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Tests;
using PureHDF;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Hdf5.Tests;

public sealed class BigDataViewerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Hdf5Format format = new();

    private string Path => folder["a.h5"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Setups_that_differ_in_the_channel_are_one_image()
    {
        Write(setups: 3);
        WriteDescription();
        using var file = format.Open(Path);
        Assert.Equal("BigDataViewer", file.Format);
        Assert.Equal([Path, folder["a.xml"]], file.Files);
        Assert.Equal("the registrations of the setups (affine transformations) are left out", Assert.Single(file.Findings).Message);
        Assert.Equal(["tczyx", "tzyx"], file.Images.Select(image => image.Axes));
        Assert.Equal([null, "tile B"], file.Images.Select(image => image.Name));
        Assert.Equal(["red", "green"], file.Images[0].Channels.Select(channel => channel.Name));
        Assert.Equal(DataType.UInt16, file.Images[0].Pixels.DataType);
        ushort[] expected = [.. from t in Enumerable.Range(0, 2) from s in Enumerable.Range(0, 2) from i in Enumerable.Range(0, 24) select Value(t, s, i)];
        Assert.Equal(expected, MemoryMarshal.Cast<byte, ushort>(await file.Images[0].Pixels.ReadAllAsync()).ToArray());
        await file.Images[0].Pixels.RequirePartsAsync(new Random(2));
        Assert.Equal([null, null, new PhysicalSize(2, "micrometer"), new PhysicalSize(0.5, "micrometer"), new PhysicalSize(0.25, "micrometer")], file.Images[0].PixelSizes);
    }

    [Fact]
    public void Without_a_description_each_setup_is_an_image()
    {
        Write(setups: 2);
        using var file = format.Open(Path);
        Assert.Equal(2, file.Images.Count);
        Assert.Equal(new FileFinding(FileFindingKind.Missing, "a.xml is not beside the file; it has the sizes of voxels, and says which setups are channels"), Assert.Single(file.Findings));
    }

    [Fact]
    public void A_description_with_a_doctype_is_refused()
    {
        Write(setups: 1);
        File.WriteAllText(folder["a.xml"], """<!DOCTYPE x [<!ENTITY a "b">]><SpimData>&a;</SpimData>""");
        Assert.StartsWith(folder["a.xml"], Assert.Throws<ImageFileException>(() => format.Open(Path)).Message, StringComparison.Ordinal);
    }

    private static ushort Value(int time, int setup, int index) => (ushort)(40000 + (1000 * time) + (100 * setup) + index);

    private void Write(int setups)
    {
        var file = new H5File();
        for (var t = 0; t < 2; t++)
        {
            var time = new H5Group();
            for (var s = 0; s < setups; s++)
            {
                var cells = new short[2, 3, 4];
                for (var i = 0; i < 24; i++)
                {
                    cells[i / 12, i / 4 % 3, i % 4] = unchecked((short)Value(t, s, i));
                }

                time[$"s{s:00}"] = new H5Group { ["0"] = new H5Group { ["cells"] = new H5Dataset(cells, chunks: [1, 2, 4]) } };
            }

            file[$"t{t:00000}"] = time;
        }

        file.Write(Path);
    }

    private void WriteDescription() => File.WriteAllText(
        folder["a.xml"],
        $"""
        <SpimData version="0.2"><SequenceDescription><ViewSetups>
        {Setup(0, "tile A red", 0, 0)}{Setup(1, "tile A green", 1, 0)}{Setup(2, "tile B", 0, 1)}
        <Attributes name="channel"><Channel><id>0</id><name>red</name></Channel><Channel><id>1</id><name>green</name></Channel></Attributes>
        </ViewSetups></SequenceDescription>
        <ViewRegistrations><ViewRegistration timepoint="0" setup="0"><ViewTransform type="affine"><affine>1 0 0 0 0 1 0 0 0 0 1 0</affine></ViewTransform></ViewRegistration></ViewRegistrations></SpimData>
        """);

    private static string Setup(int id, string name, int channel, int tile) =>
        $"<ViewSetup><id>{id}</id><name>{name}</name><voxelSize><unit>µm</unit><size>0.25 0.5 2.0</size></voxelSize><attributes><channel>{channel}</channel><tile>{tile}</tile></attributes></ViewSetup>";
}
