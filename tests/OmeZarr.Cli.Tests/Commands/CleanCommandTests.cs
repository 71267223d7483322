using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class CleanCommandTests : IDisposable
{
    private const string Elsewhere = ".a.zarr.0123456789abcdef.01234567.partial";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_says_that_nothing_was_left()
    {
        var run = await Run.Of("clean", folder.Path);
        Assert.Equal((0, "nothing was left behind"), (run.ExitCode, run.Out.TrimEnd()));
    }

    [Fact]
    public async Task What_cannot_be_judged_is_kept_and_told_by_the_exit_code_until_it_is_forced()
    {
        Directory.CreateDirectory(folder[$"{Elsewhere}/new"]);
        var run = await Run.Of("clean", folder["a.zarr"]);
        Assert.Equal((1, $"kept      {folder[Elsewhere]}: made on another machine or before the last boot; --force removes it"), (run.ExitCode, run.Out.TrimEnd()));
        run = await Run.Of("clean", folder["a.zarr"], "--force", "--dry-run");
        Assert.Equal((0, $"remove    {folder[Elsewhere]}"), (run.ExitCode, run.Out.TrimEnd()));
        run = await Run.Of("clean", folder["a.zarr"], "--force");
        Assert.Equal((0, $"removed   {folder[Elsewhere]}"), (run.ExitCode, run.Out.TrimEnd()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Programs_get_JSON()
    {
        Directory.CreateDirectory(folder[$"{Elsewhere}/new"]);
        var run = await Run.Of("clean", folder.Path, "--json");
        Assert.Equal($$"""{"leftovers":[{"path":"{{folder[Elsewhere]}}","state":"unknown"}]}""", run.Out.TrimEnd());
    }

    [Fact]
    public async Task Unfinished_files_are_as_old_as_the_user_says()
    {
        await File.WriteAllTextAsync(folder[".0.0123456789abcdef.partial"], "x", TestContext.Current.CancellationToken);
        Assert.Equal("nothing was left behind", (await Run.Of("clean", folder.Path)).Out.TrimEnd());
        Assert.Equal($"removed   {folder[".0.0123456789abcdef.partial"]}", (await Run.Of("clean", folder.Path, "--age", "0")).Out.TrimEnd());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("day")]
    [InlineData("1e300")]
    public async Task An_age_that_is_none_is_wrong_use(string age)
    {
        var run = await Run.Of("clean", folder.Path, "--age", age);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task A_place_where_nothing_is_is_an_error()
    {
        var run = await Run.Of("clean", folder["none.zarr"]);
        Assert.Equal((2, $"omezarr: there is no folder {folder["none.zarr"]}, nor anything that a writer left of it"), (run.ExitCode, run.Error.TrimEnd()));
    }
}
