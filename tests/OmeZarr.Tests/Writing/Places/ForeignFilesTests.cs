using OmeZarr.Writing.Places;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

public sealed class ForeignFilesTests : IDisposable
{
    private const string Group = """{"zarr_format":3,"node_type":"group"}""";

    private const string Default = """{"name":"default","configuration":{"separator":"/"}}""";
    private const string DefaultWithDots = """{"name":"default","configuration":{"separator":"."}}""";
    private const string V2 = """{"name":"v2"}""";
    private const string V2WithSlashes = """{"name":"v2","configuration":{"separator":"/"}}""";
    private const string Unknown = """{"name":"suffix","configuration":{"suffix":".tif"}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Default, 2, "c/0/1", "c/12/9223372036854775807", "c/9/9")]
    [InlineData("\"default\"", 2, "c/0/1")]
    [InlineData(Default, 1, "c/0", "c/10")]
    [InlineData(Default, 0, "c")]
    [InlineData(DefaultWithDots, 2, "c.0.1", "c.12.9")]
    [InlineData(DefaultWithDots, 0, "c")]
    [InlineData(V2, 3, "0.0.1", "7.8.9")]
    [InlineData(V2, 1, "0", "12")]
    [InlineData(V2, 0, "0", "5")]
    [InlineData(V2WithSlashes, 2, "0/1", "12/9")]
    [InlineData(V2WithSlashes, 1, "0")]
    [InlineData(Unknown, 2, "c/0/1", "0.1", "0/1", "c.0.1")]
    public void Keys_of_chunks_inside_the_shape_or_not_are_the_arrays_own(string encoding, int rank, params string[] files)
    {
        PutArray(encoding, rank);
        foreach (var file in files)
        {
            folder.Put($"a.zarr/0/{file}");
        }

        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData(Default, 2, "c/notes.txt")]
    [InlineData(Default, 2, "c/0/notes.txt")]
    [InlineData(Default, 2, "c/0/1/raw.tif")]
    [InlineData(Default, 2, "c/.git/config")]
    [InlineData(Default, 2, "c/0/1/2")]
    [InlineData(Default, 2, "c/0")]
    [InlineData(Default, 2, "c")]
    [InlineData(Default, 2, "c/0/01")]
    [InlineData(Default, 2, "c/00/1")]
    [InlineData(Default, 2, "c/0/-1")]
    [InlineData(Default, 2, "c/0/9223372036854775808")]
    [InlineData(Default, 2, "c/0/1.tif")]
    [InlineData(Default, 2, "c.0.1")]
    [InlineData(Default, 2, "0/1")]
    [InlineData(Default, 2, "0.1")]
    [InlineData(Default, 2, "C/0/1")]
    [InlineData(Default, 2, "c/0/zarr.json")]
    [InlineData(Default, 2, "labels/cells/zarr.json")]
    [InlineData(Default, 2, "labels/0/1")]
    [InlineData(Default, 0, "c/0")]
    [InlineData(Default, 0, "0")]
    [InlineData(DefaultWithDots, 2, "c/0/1")]
    [InlineData(DefaultWithDots, 2, "c.0")]
    [InlineData(DefaultWithDots, 2, "c.0.1.2")]
    [InlineData(DefaultWithDots, 2, "c.0.tif")]
    [InlineData(DefaultWithDots, 2, "c.0.01")]
    [InlineData(DefaultWithDots, 2, "c..0")]
    [InlineData(DefaultWithDots, 0, "c.")]
    [InlineData(V2, 2, "0/1")]
    [InlineData(V2, 2, "0")]
    [InlineData(V2, 2, "2024.01")]
    [InlineData(V2, 2, "1.2.3")]
    [InlineData(V2, 2, "c/0/1")]
    [InlineData(V2WithSlashes, 2, "0/1/raw.tif")]
    [InlineData(V2WithSlashes, 2, "0/notes.txt")]
    [InlineData(V2WithSlashes, 2, "0.1")]
    [InlineData(Unknown, 2, "c/0/1.tif")]
    public void Anything_else_below_an_array_is_foreign(string encoding, int rank, string file)
    {
        PutArray(encoding, rank);
        folder.Put($"a.zarr/0/{file}");
        Assert.Equal(System($"0/{file}"), ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData(".DS_Store")]
    [InlineData("c/Thumbs.db")]
    [InlineData("c/0/._1")]
    [InlineData("c/0/.1.0123456789abcdef.partial")]
    [InlineData(".0123456789abcdef.partial/any/thing")]
    [InlineData(".zattrs")]
    public void What_nobody_misses_may_lie_below_an_array(string file)
    {
        PutArray(Default, 2);
        folder.Put($"a.zarr/0/{file}");
        Directory.CreateDirectory(folder["a.zarr/0/c/0/7"]);
        Directory.CreateDirectory(folder["a.zarr/0/empty/also"]);
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData(".", "0.1")]
    [InlineData(".", "0/1")]
    [InlineData("/", "0.1")]
    [InlineData("/", "0/1")]
    public void Arrays_of_Zarr_v2_own_keys_with_either_separator(string separator, string chunk)
    {
        PutOldArray(separator);
        folder.Put($"a.zarr/0/{chunk}");
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData("0/1/raw.tif")]
    [InlineData("0/notes.txt")]
    [InlineData("0.1.2")]
    [InlineData("0")]
    [InlineData("c/0/1")]
    public void And_nothing_else(string file)
    {
        PutOldArray(".");
        folder.Put($"a.zarr/0/{file}");
        Assert.Equal(System($"0/{file}"), ForeignFiles.First(folder["a.zarr"]));
    }

    [Fact]
    public void An_array_with_documents_of_both_formats_owns_the_keys_of_both()
    {
        PutArray(Default, 2);
        PutOldArray(".");
        folder.Put("a.zarr/0/c/0/1");
        folder.Put("a.zarr/0/0.1");
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Fact]
    public void An_array_whose_metadata_Python_wrote_with_a_bare_NaN_owns_its_chunks()
    {
        folder.Put("a.zarr/zarr.json", Group);
        folder.Put("a.zarr/0/zarr.json", """{"zarr_format":3,"fill_value":NaN,"node_type":"array","data_type":"exotic","shape":[4],"chunk_key_encoding":{"name":"default"}}""");
        folder.Put("a.zarr/0/c/0");
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Fact]
    public void Links_among_the_chunks_are_not_followed()
    {
        PutArray(Default, 2);
        folder.Put("elsewhere/notes.txt");
        Directory.CreateSymbolicLink(folder["a.zarr/0/c"], folder["elsewhere"]);
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData("zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","bioformats2raw.layout":3}}}""")]
    [InlineData("zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","bioformats2raw.layout":3,"plate":{}}}}""")]
    [InlineData(".zattrs", """{"bioformats2raw.layout":3}""")]
    [InlineData("OME/zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","series":["0"]}}}""")]
    [InlineData("OME/.zattrs", """{"series":["0"]}""")]
    public void OME_XML_belongs_to_a_collection(string document, string json)
    {
        folder.Put("a.zarr/zarr.json", Group);
        folder.Put($"a.zarr/{document}", json);
        folder.Put("a.zarr/OME/METADATA.ome.xml");
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
        folder.Put("a.zarr/OME/original.ome.xml");
        Assert.Equal(System("OME/original.ome.xml"), ForeignFiles.First(folder["a.zarr"]));
    }

    [Fact]
    public void OME_XML_in_another_group_is_foreign()
    {
        folder.Put("a.zarr/zarr.json", """{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","multiscales":[]}}}""");
        folder.Put("a.zarr/OME/METADATA.ome.xml");
        Assert.Equal(System("OME/METADATA.ome.xml"), ForeignFiles.First(folder["a.zarr"]));
    }

    [Theory]
    [InlineData(V2, "{0}.1")]
    [InlineData(Default, "c/0/{0}")]
    public void Nothing_is_allocated_for_a_chunk(string encoding, string chunk)
    {
        PutArray(encoding, 2);
        PutChunks(0, 50);
        var few = AllocatedBytes();
        PutChunks(50, 4050);
        Assert.InRange(AllocatedBytes(), 0, few + 4000); // one byte a chunk

        void PutChunks(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                folder.Put($"a.zarr/0/{string.Format(null, chunk, i)}");
            }
        }
    }

    private long AllocatedBytes()
    {
        Assert.Null(ForeignFiles.First(folder["a.zarr"]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        ForeignFiles.First(folder["a.zarr"]);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void PutArray(string encoding, int rank)
    {
        folder.Put("a.zarr/zarr.json", Group);
        var shape = string.Join(',', Enumerable.Repeat(4, rank));
        folder.Put("a.zarr/0/zarr.json", $$"""{"zarr_format":3,"node_type":"array","shape":[{{shape}}],"data_type":"uint8","chunk_key_encoding":{{encoding}}}""");
    }

    private void PutOldArray(string separator)
    {
        folder.Put("a.zarr/zarr.json", Group);
        folder.Put("a.zarr/0/.zarray", $$"""{"zarr_format":2,"shape":[4,4],"dimension_separator":"{{separator}}"}""");
    }

    private static string System(string path) => path.Replace('/', Path.DirectorySeparatorChar);
}
