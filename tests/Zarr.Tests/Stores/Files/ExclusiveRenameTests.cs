using TestKit;
using Xunit;
using Zarr.Stores.Files;

namespace Zarr.Tests.Stores;

public sealed class ExclusiveRenameTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_gets_a_free_name_and_loses_its_old_one(bool withLinks)
    {
        File.WriteAllText(folder["new"], "new");
        Assert.True(TryMove(withLinks, folder["new"], folder["place"]));
        Assert.Equal("new", File.ReadAllText(folder["place"]));
        Assert.Equal(["place"], folder.Files());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_taken_name_is_left_alone(bool withLinks)
    {
        File.WriteAllText(folder["new"], "new");
        File.WriteAllText(folder["place"], "old");
        Assert.False(TryMove(withLinks, folder["new"], folder["place"]));
        Assert.Equal("old", File.ReadAllText(folder["place"]));
        Assert.Equal("new", File.ReadAllText(folder["new"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_missing_directory_is_an_error_and_not_a_taken_name(bool withLinks)
    {
        File.WriteAllText(folder["new"], "new");
        Assert.ThrowsAny<IOException>(() => TryMove(withLinks, folder["new"], folder["missing/place"]));
    }

    private static bool TryMove(bool withLinks, string temporary, string path) =>
        withLinks ? ExclusiveRename.TryMove(temporary, path) : ExclusiveRename.TryMoveByName(temporary, path);
}
