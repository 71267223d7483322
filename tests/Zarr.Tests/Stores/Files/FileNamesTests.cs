using Xunit;
using Zarr.Stores.Files;

namespace Zarr.Tests.Stores;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("zarr.json")]
    [InlineData("0/c/1/2")]
    [InlineData("console/com/com10/lpt/nulls/.nul/conin/xcom1")]
    [InlineData(".hidden/a b/größe/partial/x.partial/.x.partial2")]
    public void Ordinary_names_are_allowed_everywhere(string key)
    {
        FileNames.RequireStorable(key, isWindows: true);
        FileNames.RequireStorable(key, isWindows: false);
    }

    [Theory]
    [InlineData("a<b", "<")]
    [InlineData("a/b>c", ">")]
    [InlineData("c:", ":")]
    [InlineData("file:stream", ":")]
    [InlineData("\"", "\"")]
    [InlineData("a|b/c", "|")]
    [InlineData("what?", "?")]
    [InlineData("*", "*")]
    [InlineData("dot.", "dot or space")]
    [InlineData("space /x", "dot or space")]
    [InlineData("...", "dot or space")]
    [InlineData("CON", "device")]
    [InlineData("a/nul/b", "device")]
    [InlineData("aux.json", "device")]
    [InlineData("Prn .tar.gz", "device")]
    [InlineData("com1", "device")]
    [InlineData("LPT9.x", "device")]
    [InlineData("com²", "device")]
    [InlineData("conin$", "device")]
    [InlineData("CONOUT$.a", "device")]
    public void Names_that_Windows_cannot_hold_are_refused_there_only(string key, string complaint)
    {
        var error = Assert.Throws<ArgumentException>(() => FileNames.RequireStorable(key, isWindows: true));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        FileNames.RequireStorable(key, isWindows: false);
    }

    [Fact]
    public void A_temporary_file_stands_beside_its_place_and_is_recognised()
    {
        foreach (var name in new[] { "zarr.json", "0", new string('ü', 255), "😀" })
        {
            var temporary = FileNames.TemporaryBeside(Path.Join("folder", name));
            Assert.Equal("folder", Path.GetDirectoryName(temporary));
            Assert.True(FileNames.IsTemporary(Path.GetFileName(temporary)));
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Path.GetFileName(temporary)), 1, 255);
            Assert.NotEqual(temporary, FileNames.TemporaryBeside(Path.Join("folder", name)));
        }
    }
}
