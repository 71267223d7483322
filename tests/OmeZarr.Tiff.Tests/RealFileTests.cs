using System.Security.Cryptography;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;

namespace OmeZarr.Tiff.Tests;

/// <summary>Files from real microscopes.</summary>
public sealed class RealFileTests
{
    [Theory]
    [InlineData("human-channels", "*.tif", 3, "yx", "uint8", new long[] { 512, 512 })]
    [InlineData("plate-row-o", "*.TIF", 6, "yx", "uint8", new long[] { 512, 512 })]
    [InlineData("embryo-frames", "*.tif", 5, "cyx", "uint8", new long[] { 3, 264, 542 })]
    [InlineData("nuclei", "*2d.tif", 2, "yx", "uint16", new long[] { 512, 512 })]
    [InlineData("nuclei", "*3d.tif", 2, "zyx", "uint16", new long[] { 31, 61, 57 })]
    public async Task Files_open_as_what_they_are_and_read_whole(string name, string pattern, int count, string axes, string type, long[] shape)
    {
        var files = Directory.GetFiles(SharedData.PathOrSkip($"data/{name}"), pattern);
        Assert.Equal(count, files.Length);
        foreach (var file in files)
        {
            using var tiff = TiffImage.Open(file);
            Assert.Equal(axes, tiff.AxisNames);
            Assert.Equal(DataType.FromName(type), tiff.DataType);
            Assert.Equal(shape, tiff.Shape);
            Assert.All(tiff.PixelSizes, Assert.Null);
            Assert.True((await tiff.ReadAllAsync()).Distinct().Count() > 2);
        }
    }

    // SHA-256 of the values in C order, little-endian, computed by a program of its own (Python with struct and zlib; PackBits by hand).
    [Theory]
    [InlineData("embryo-frames/DrosophilaEmbryo_GFPHistone_0000.tif", "dd3512883462c341d5385138fd79990b8fcb28d1202521108e126ece14ef42fd")]
    [InlineData("embryo-frames/DrosophilaEmbryo_GFPHistone_0001.tif", "7dd009709814c83389a73f7c71be892c19a2d16adf00323ca965c440a041e87c")]
    [InlineData("embryo-frames/DrosophilaEmbryo_GFPHistone_0002.tif", "f36ec6d141f5b9656e09d21b4d8235efc615b8951898e79bf484fe807feaf03e")]
    [InlineData("embryo-frames/DrosophilaEmbryo_GFPHistone_0003.tif", "f36ec6d141f5b9656e09d21b4d8235efc615b8951898e79bf484fe807feaf03e")]
    [InlineData("embryo-frames/DrosophilaEmbryo_GFPHistone_0004.tif", "fbd3ddb3001998ef63f54c669d4d711105a9ab59d6c411e496a11b5f4213daaf")]
    [InlineData("human-channels/AS_09125_050116030001_D03f00d0.tif", "868c3327e26eb8e1d20fbf07c85713e9e868eba962419877bdb454bfc3418403")]
    [InlineData("human-channels/AS_09125_050116030001_D03f00d1.tif", "409497aab5a3b665201c8d718f39a87725f34c9a1ba3be196a72ab10327c8f2a")]
    [InlineData("human-channels/AS_09125_050116030001_D03f00d2.tif", "6de466e00e6eed875ab21c3dcf6844c3f781eb362b5a1be6d5afe78e5b9470d7")]
    [InlineData("nuclei/img2d.tif", "8952cab7611450bd761f81e14b95bdd197d5b17487ed98f6814fd35720e65963")]
    [InlineData("nuclei/img3d.tif", "9fc635b29b1a5c419d220eaf753a8ecda93738861ad5bd42a0c1ea4556b939c8")]
    [InlineData("nuclei/mask2d.tif", "13ef0db2a960a93cf97cc419d9e02aa90038feb4b143fe6e0623bcfcc10ad5f4")]
    [InlineData("nuclei/mask3d.tif", "ee06fbf1ea606198f930b365ae1eb90aad418e3714febb9a0a43255ea9ff2750")]
    [InlineData("plate-row-o/AS_09047_050428030001_O01f00d2.TIF", "f280c3be0c511b0fdd7d586818954851fa0ed7eaa82114fac6209dae2b73c7b8")]
    [InlineData("plate-row-o/AS_09047_050428030001_O01f01d2.TIF", "375189ff60f924518441556992cb46079d4b9cdad106c8427d4c0ffe01ea4bce")]
    [InlineData("plate-row-o/AS_09047_050428030001_O02f00d2.TIF", "3065168e9cd1b0b28096a9a70c26862b2296b69b6704583ff3ba44bfe48701f8")]
    [InlineData("plate-row-o/AS_09047_050428030001_O02f01d2.TIF", "6d67a58cfa8b5df60c6066fa47098827ccd829f2291ce4218888ca88faadf52e")]
    [InlineData("plate-row-o/AS_09047_050428030001_O10f00d2.TIF", "268f3717e745537ea42d6bb80e690e2d1e8797ccc83309d68048c7a2b05a1026")]
    [InlineData("plate-row-o/AS_09047_050428030001_O10f01d2.TIF", "b10560496c70c9d9bade4db29f4ae1aec1b8b55e090ea03f7de684422df1d915")]
    public async Task Values_are_those_of_an_independent_decoder(string name, string hash)
    {
        using var tiff = TiffImage.Open(SharedData.PathOrSkip($"data/{name}"));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(await tiff.ReadAllAsync())));
    }

    // The hashes are those of what libtiff 4.5 reads (through Pillow; tiffcp for Zstandard); the last ones of the numbers 0 to 255, which their name says.
    [Theory]
    [InlineData("1bit.tif", "uint8", "1f19318f7a2091e1189ce6c7fe17a3789b102edb409edbbf41b98dcd66842b70")]
    [InlineData("4bit.tif", "uint8", "61c106063e3cec105baf1acb30b59a2fb57a0b178930168672d450d6aef389ec")]
    [InlineData("bw1bit.tif", "uint8", "d5e2d2ac07b741be58f6b9e50ede5fdcf16f3e8053ecef9350e7744b0d8bd90c")]
    [InlineData("bwCross.tif", "uint8", "0f969a545063b69365b02480e78fe53e1b9b6a241d84f32ccc777d921c0d6058")]
    [InlineData("12bit.cropped.tif", "uint16", "a27d4bccecf4f8057d827436e1da5e9e34f4e151ca0bdb8873830589b1840b83")]
    [InlineData("quad-tile.jpg.tiff", "uint8", "365074cf8d9f20c1920a86c193961d70fcb946ee05a7f20eb810ae04ee4bfcab")]
    [InlineData("int16_zstd.tif", "int16", "89cd8129230910e020385c2b0e727c5c904040a09e15fb959550501ca071dcc8")]
    [InlineData("seq-1c-10b-6d739fa2.tiff", "uint16", "d93bf0591d37628e5f4aabec5c1969b05014fe5a19478ba3a1c7f2799e6dc84f")]
    [InlineData("seq-1c-12b-47c39b31.tiff", "uint16", "d93bf0591d37628e5f4aabec5c1969b05014fe5a19478ba3a1c7f2799e6dc84f")]
    [InlineData("seq-1c-14b-e883657f.tiff", "uint16", "d93bf0591d37628e5f4aabec5c1969b05014fe5a19478ba3a1c7f2799e6dc84f")]
    public async Task Depths_and_compressions_of_other_projects_read_as_elsewhere(string name, string type, string hash)
    {
        using var tiff = TiffImage.Open(SharedData.PathOrSkip($"cases/tiff/{name}"));
        Assert.Equal(type, tiff.DataType.Name);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(await tiff.ReadAllAsync())));
    }

    [Fact]
    public async Task A_plane_that_the_file_leaves_out_is_zeros()
    {
        using var tiff = TiffImage.Open(SharedData.PathOrSkip("cases/tiff/separate_planar_extra_samples.tiff"));
        Assert.Equal([2, 50, 50], tiff.Shape);
        var bytes = await tiff.ReadAllAsync();
        Assert.Contains(bytes[..2500], value => value != 0);
        Assert.DoesNotContain(bytes[2500..], value => value != 0);
    }

    [Theory]
    [InlineData("embryo-frames", "*.tif", 1)]
    [InlineData("plate-row-o", "*.TIF", 1)]
    [InlineData("human-channels", "*.tif", 1)]
    [InlineData("nuclei", "img2d.tif", 2)]
    [InlineData("nuclei", "mask2d.tif", 2)]
    [InlineData("nuclei", "mask3d.tif", 2)]
    public async Task Adaptive_effort_takes_no_percent_more_than_the_nominal_on_real_images(string name, string pattern, int typeSize)
    {
        const int BlockLength = 128 * 1024;
        var content = new List<byte>();
        foreach (var file in Directory.GetFiles(SharedData.PathOrSkip($"data/{name}"), pattern).Order(StringComparer.Ordinal))
        {
            using var tiff = TiffImage.Open(file);
            content.AddRange(await tiff.ReadAllAsync());
        }

        int Length(bool referenceEffort)
        {
            var bound = Codec.Blosc(typeSize, level: 3).Bind(new CodecInput([content.Count], DataType.UInt8, content.Count) { ReferenceEffort = referenceEffort });
            return bound.Encode(content.ToArray(), new byte[bound.Output.MaxLength]);
        }

        var slack = 64 * (1 + (content.Count / BlockLength));
        Assert.InRange(Length(referenceEffort: false), 1, (1.01 * Length(referenceEffort: true)) + slack);
    }

    [Fact]
    public async Task Frames_in_several_files_stack_to_a_time_lapse()
    {
        var paths = Directory.GetFiles(SharedData.PathOrSkip("data/embryo-frames"), "*.tif").Order(StringComparer.Ordinal);
        var frames = paths.Select(path => TiffImage.Open(path)).ToArray();
        var stack = ArraySource.Stack(frames, 0);
        Assert.Equal([5, 3, 264, 542], stack.Shape);
        var values = await stack.ReadAsync(new Region([1, 1, 100, 100], [3, 1, 8, 8]));
        Assert.Equal(await frames[2].ReadAsync(new Region([1, 100, 100], [1, 8, 8])), values[64..128]);
        Array.ForEach(frames, frame => frame.Dispose());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stack.ReadAllAsync());
    }
}
