using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Vendors;

/// <summary>Files of microscopes with damaged bytes: some meaning or a typed error, within bounded memory.</summary>
public sealed class DamagedVendorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. VendorFiles.Names];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_cut_at_any_length_is_read_or_refused(string name)
    {
        var whole = VendorFiles.Make(name);
        for (var length = 0; length < whole.Length; length += length < 100 ? 1 : Rounds.Step(37))
        {
            await ReadAsync(whole[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Flipped_bytes_are_read_or_refused(string name)
    {
        var whole = VendorFiles.Make(name);
        var random = new Random(20_261_129);
        for (var i = 0; i < Rounds.Of(400); i++)
        {
            var file = whole.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            await ReadAsync(file);
        }
    }

    /// <summary>Every number of 32 bits of the file becomes huge, one after the other.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Huge_numbers_are_refused_or_ignored(string name)
    {
        var whole = VendorFiles.Make(name);
        for (var at = 4; at < whole.Length - 4; at += Rounds.Step(4))
        {
            var file = whole.ToArray();
            file.AsSpan(at, 4).Fill(at / Rounds.Step(4) % 2 == 0 ? (byte)0xFF : (byte)0x7F);
            await ReadAsync(file);
        }
    }

    private async Task ReadAsync(byte[] bytes)
    {
        const long MostBytes = 1 << 20;
        File.WriteAllBytes(folder["x.tif"], bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var file = TiffFile.Open(folder["x.tif"]);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
            foreach (var source in file.Images.SelectMany(image => image.Levels.Prepend(image.Pixels)).Where(source => source.Shape.ElementCount <= MostBytes))
            {
                await source.ReadAllAsync();
            }
        }
        catch (TiffFormatException error)
        {
            Assert.StartsWith(folder["x.tif"], error.Message, StringComparison.Ordinal);
        }
    }
}
